package columns

import (
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"upline/internal/money"
)

// Digits of the decimals.
const (
	digits64  = 18
	digits128 = 38
)

// physical returns how Parquet stores the values.
func (c *Column) physical() format.Type {
	switch c.Type {
	case Text:
		return format.ByteArray
	case Int32:
		return format.Int32
	case Decimal64:
		return format.Int64
	case Decimal128:
		return format.FixedLenByteArray
	default:
		return format.Boolean
	}
}

// encoding returns how the data pages are encoded.
func (c *Column) encoding() format.Encoding {
	switch {
	case c.Packed:
		return format.DeltaBinaryPacked
	case c.byDictionary():
		return format.RLEDictionary
	default:
		return format.Plain
	}
}

// encodings returns all encodings of the chunks.
func (c *Column) encodings() []format.Encoding {
	switch {
	case c.Packed:
		return []format.Encoding{format.RLE, format.DeltaBinaryPacked}
	case c.byDictionary():
		return []format.Encoding{format.Plain, format.RLE, format.RLEDictionary}
	default:
		return []format.Encoding{format.Plain, format.RLE}
	}
}

// element describes the column to Parquet.
func (c *Column) element() format.SchemaElement {
	element := format.SchemaElement{Name: c.Name, Type: thrift.New(c.physical()), RepetitionType: thrift.New(format.Required)}
	if c.Optional {
		element.RepetitionType = thrift.New(format.Optional)
	}
	digits := int32(0)
	switch c.Type {
	case Text:
		element.ConvertedType = thrift.New(deprecated.UTF8)
		element.LogicalType = format.LogicalType{Value: &format.StringType{}}
	case Decimal64:
		digits = digits64
	case Decimal128:
		digits = digits128
		element.TypeLength = thrift.New(int32(money.VolumeBytes))
	}
	if digits > 0 {
		element.ConvertedType = thrift.New(deprecated.Decimal)
		element.Scale, element.Precision = thrift.New(int32(c.Scale)), thrift.New(digits)
		element.LogicalType = format.LogicalType{Value: &format.DecimalType{Scale: int32(c.Scale), Precision: digits}}
	}
	return element
}

// schema describes the columns to Parquet: the root, then each.
func schema(columns []Column) []format.SchemaElement {
	elements := []format.SchemaElement{{Name: "rows", NumChildren: thrift.New(int32(len(columns)))}}
	for i := range columns {
		elements = append(elements, columns[i].element())
	}
	return elements
}
