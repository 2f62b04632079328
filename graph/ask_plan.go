package graph

import (
	"regexp"
	"slices"
	"strings"

	"upline/internal/fault"
)

// What analysts may read is what has one of the readable labels, and what relationships lead to. A text is allowed when the plan
// that the server draws for it proves that it asks for nothing else:
//
//   - A node comes into a query through a leaf of its plan, at an end of a relationship, or out of a procedure. A leaf is allowed
//     when it takes the nodes of readable labels (nodeLeaves); one that takes any node, or one by its id, is not known here.
//   - No relationship leads to a node of another label: the tests hold our queries, all that write, against that. So following
//     relationships, to whatever end, leads to nothing else.
//   - Of the procedures, those on the list (procedures) give names, and nodes that a full-text index holds; the tests hold the
//     schema to have none over another label.
//   - Expressions have no way to nodes but sub-queries and patterns. Mostly the server plans them as operators. One that it
//     hides in an expression is shown in the details as EXISTS {, COUNT { or COLLECT {, and is refused.
//   - Everything else is refused: an operator that is not on the list, as those that write, those of later servers included.
//
// The plan is a proof about the text, not only about one way to run it: all plans of a text answer the same. So it does not
// matter that the server may draw another one when the text is run. Names are neither quoted nor encoded (checkText), so that
// none can look like a part of the plan. In addition, nodes of other labels do not come out (plainValue), and the transaction
// may only read.

// readable are the labels that analysts may read. A label that is not here, as those of users, tokens and jobs, may not be read.
var readable = setOf("Partner", "PartnerVersion", "Market", "Caretaker", "Tree", "Rank", "Status", "Order", "OrderVersion", "Cancellation",
	"CancellationVersion", "PlanVersion", "Run", "Statement", "Change", "Import")

// procedures are those that may be called.
var procedures = setOf("db.labels", "db.relationshipTypes", "db.propertyKeys", "db.schema.visualization",
	"db.schema.nodeTypeProperties", "db.schema.relTypeProperties", "db.index.fulltext.queryNodes")

// nodeLeaves take nodes by their labels, and say in their details which.
var nodeLeaves = setOf("NodeByLabelScan", "UnionNodeByLabelsScan", "IntersectionNodeByLabelsScan", "SubtractionNodeByLabelsScan",
	"NodeIndexSeek", "NodeUniqueIndexSeek", "NodeIndexSeekByRange", "NodeUniqueIndexSeekByRange", "NodeIndexScan",
	"NodeIndexContainsScan", "NodeIndexEndsWithScan", "PartitionedNodeByLabelScan")

// otherOperators are the operators that take nodes from relationships, or none.
var otherOperators = setOf("ProduceResults", "Projection", "Filter", "Apply", "Argument", "EmptyRow", "CacheProperties",
	"CartesianProduct",
	"Distinct", "OrderedDistinct", "EagerAggregation", "OrderedAggregation", "Eager", "Limit", "Skip", "Sort", "PartialSort",
	"Top", "PartialTop", "Top1WithTies", "Union", "OrderedUnion", "Unwind", "Optional", "SemiApply", "AntiSemiApply",
	"SelectOrSemiApply", "SelectOrAntiSemiApply", "LetSemiApply", "LetAntiSemiApply", "LetSelectOrSemiApply",
	"LetSelectOrAntiSemiApply", "RollUpApply", "ConditionalApply", "AntiConditionalApply", "AssertSameNode",
	"AssertSameRelationship", "NodeHashJoin", "NodeLeftOuterHashJoin", "NodeRightOuterHashJoin", "ValueHashJoin",
	"TriadicSelection", "Expand", "OptionalExpand", "VarLengthExpand", "ProjectEndpoints", "ShortestPath", "StatefulShortestPath",
	"Repeat", "BidirectionalRepeat", "RelationshipCountFromCountStore", "NullifyMetadata",
	"DirectedRelationshipTypeScan", "UndirectedRelationshipTypeScan", "DirectedUnionRelationshipTypesScan",
	"UndirectedUnionRelationshipTypesScan", "DirectedAllRelationshipsScan", "UndirectedAllRelationshipsScan",
	"DirectedRelationshipIndexSeek", "UndirectedRelationshipIndexSeek", "DirectedRelationshipIndexSeekByRange",
	"UndirectedRelationshipIndexSeekByRange", "DirectedRelationshipIndexScan", "UndirectedRelationshipIndexScan",
	"DirectedRelationshipUniqueIndexSeek", "UndirectedRelationshipUniqueIndexSeek")

func setOf(names ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range names {
		set[name] = true
	}
	return set
}

// forbidden says why a text is refused, and what is allowed.
func forbidden(why string) error {
	return &fault.Error{Kind: fault.Forbidden, Op: "ask", Msg: "the question is refused: " + why +
		". Allowed is what reads, gives each node a label of the company's graph (such as (p:Partner)) or reaches it through a relationship," +
		" and calls no procedure but db.labels, db.relationshipTypes, db.propertyKeys, db.schema.* and db.index.fulltext.queryNodes"}
}

// operator is a line of a plan. Its details have no blanks.
type operator struct{ name, details string }

// checkOperators refuses a plan that is not for analysts.
func checkOperators(table string) error {
	plan, ok := readPlan(table)
	if !ok {
		return forbidden("its plan cannot be read")
	}
	for _, o := range plan {
		if hidden.MatchString(o.details) {
			return forbidden("a sub-query is hidden in an expression, such as a list: write it as a CALL () { } or in WHERE")
		}
		switch {
		case otherOperators[o.name]:
		case nodeLeaves[o.name]:
			if !labelled.MatchString(o.details) || !readableAll(labelled.FindStringSubmatch(o.details)[1], o.name) {
				return forbidden("it asks for nodes by " + o.details)
			}
		case o.name == "NodeCountFromCountStore":
			if !countsReadable(o.details) {
				return forbidden("it counts nodes by " + o.details)
			}
		case o.name == "ProcedureCall":
			if name, _, _ := strings.Cut(o.details, "("); !procedures[name] {
				return forbidden("it calls " + name)
			}
		case o.name == "AllNodesScan":
			return forbidden("it asks for nodes of any label")
		default:
			return forbidden("its plan has the step " + o.name)
		}
	}
	return nil
}

var (
	hidden   = regexp.MustCompile(`(?i)(?:EXISTS|COUNT|COLLECT)\{|NestedPlan`)
	labelled = regexp.MustCompile(`^[^:({]*:([\pL\pN_|&!]+)(?:\(|$)`)
	counted  = regexp.MustCompile(`\(([^()]*)\)`)
)

// readableAll says whether all labels that a leaf names are readable, and one at least must be there.
func readableAll(labels, leaf string) bool {
	names := strings.FieldsFunc(labels, func(r rune) bool { return r == '|' || r == '&' })
	if len(names) == 0 || strings.HasPrefix(names[0], "!") {
		return false
	}
	return !slices.ContainsFunc(names, func(name string) bool {
		if leaf == "SubtractionNodeByLabelsScan" {
			name = strings.TrimPrefix(name, "!")
		}
		return !readable[name]
	})
}

// countsReadable reads such as count((:Partner),(:Order))AScount.
func countsReadable(details string) bool {
	details, _, _ = strings.Cut(details, ")AS")
	found := counted.FindAllStringSubmatch(details, -1)
	for _, match := range found {
		if !readable[strings.TrimPrefix(match[1], ":")] {
			return false
		}
	}
	return len(found) > 0
}

var (
	heading  = regexp.MustCompile(`(?m)^\| Operator +\| Id \| Details +\|`)
	planStep = regexp.MustCompile(`^[|\\ ]*\+([A-Z]\w*)`)
)

// readPlan reads the table that the server draws of a plan; the driver (5.28) gives the last child of an operator in place of
// each of them. Details that are long go on in the next lines. What does not look like the table is not read: false.
func readPlan(table string) (plan []operator, ok bool) {
	head := []rune(heading.FindString(table))
	if len(head) == 0 {
		return nil, false
	}
	details := slices.Index(head[1:], '|') + 1
	details += slices.Index(head[details+1:], '|') + 1
	end := len(head) - 1
	_, body, _ := strings.Cut(table, string(head))
	for line := range strings.Lines(body[strings.IndexByte(body, '\n')+1:]) {
		row := []rune(strings.TrimRight(line, "\r\n"))
		switch {
		case len(row) == 0:
			return plan, len(plan) > 0
		case row[0] == '+' || len(row) > details && row[details] == '+':
			continue // a rule between lines
		case len(row) <= end || row[0] != '|' || row[details] != '|' || row[end] != '|':
			return nil, false
		}
		cell := strings.Join(strings.Fields(string(row[details+1:end])), "")
		if name := planStep.FindStringSubmatch(string(row[1:details])); name != nil {
			plan = append(plan, operator{name[1], cell})
		} else if len(plan) > 0 {
			plan[len(plan)-1].details += cell
		}
	}
	return plan, len(plan) > 0
}
