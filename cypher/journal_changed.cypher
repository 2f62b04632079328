// journal_changed: what has changed since a time, by its number.
// In:  $since datetime, $limit int
// Out: kind string, seq int
CALL () {
  MATCH (p:Partner)
  USING INDEX SEEK p:Partner(changed)
  WHERE p.changed > $since
  RETURN 'Partner' AS kind, p.seq AS seq
  UNION ALL
  MATCH (o:Order)
  USING INDEX SEEK o:Order(changed)
  WHERE o.changed > $since
  RETURN 'Order' AS kind, o.seq AS seq
  UNION ALL
  MATCH (c:Cancellation)
  USING INDEX SEEK c:Cancellation(changed)
  WHERE c.changed > $since
  RETURN 'Cancellation' AS kind, c.seq AS seq
  UNION ALL
  MATCH (n:Application)
  USING INDEX SEEK n:Application(changed)
  WHERE n.changed > $since
  RETURN 'Application' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:Person)
  USING INDEX SEEK n:Person(changed)
  WHERE n.changed > $since
  RETURN 'Person' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:RegistrationCode)
  USING INDEX SEEK n:RegistrationCode(changed)
  WHERE n.changed > $since
  RETURN 'RegistrationCode' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:AcceptedText)
  USING INDEX SEEK n:AcceptedText(changed)
  WHERE n.changed > $since
  RETURN 'AcceptedText' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:ContractEnd)
  USING INDEX SEEK n:ContractEnd(changed)
  WHERE n.changed > $since
  RETURN 'ContractEnd' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:Withdrawal)
  USING INDEX SEEK n:Withdrawal(changed)
  WHERE n.changed > $since
  RETURN 'Withdrawal' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:ConsentProof)
  USING INDEX SEEK n:ConsentProof(changed)
  WHERE n.changed > $since
  RETURN 'ConsentProof' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:User)
  USING INDEX SEEK n:User(changed)
  WHERE n.changed > $since
  RETURN 'User' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:Group)
  USING INDEX SEEK n:Group(changed)
  WHERE n.changed > $since
  RETURN 'Group' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:Passkey)
  USING INDEX SEEK n:Passkey(changed)
  WHERE n.changed > $since
  RETURN 'Passkey' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:AccessToken)
  USING INDEX SEEK n:AccessToken(changed)
  WHERE n.changed > $since
  RETURN 'AccessToken' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:Erasure)
  USING INDEX SEEK n:Erasure(changed)
  WHERE n.changed > $since
  RETURN 'Erasure' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:Document)
  USING INDEX SEEK n:Document(changed)
  WHERE n.changed > $since
  RETURN 'Document' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:DocumentText)
  USING INDEX SEEK n:DocumentText(changed)
  WHERE n.changed > $since
  RETURN 'DocumentText' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:CreditNote)
  USING INDEX SEEK n:CreditNote(changed)
  WHERE n.changed > $since
  RETURN 'CreditNote' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:DocumentCheck)
  USING INDEX SEEK n:DocumentCheck(changed)
  WHERE n.changed > $since
  RETURN 'DocumentCheck' AS kind, n.seq AS seq
  UNION ALL
  MATCH (n:DocumentLook)
  USING INDEX SEEK n:DocumentLook(changed)
  WHERE n.changed > $since
  RETURN 'DocumentLook' AS kind, n.seq AS seq
}
RETURN kind, seq
LIMIT $limit
