package graph

import (
	"math"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// plainValue turns a value of the database into one that JSON knows. A node that analysts may not read becomes nothing.
func plainValue(value any) any {
	switch v := value.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		return v
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = plainValue(element)
		}
		return list
	case map[string]any:
		values := make(map[string]any, len(v))
		for name, element := range v {
			values[name] = plainValue(element)
		}
		return values
	case neo4j.Node:
		if slices.ContainsFunc(v.Labels, func(label string) bool { return !readable[label] }) {
			return nil
		}
		return map[string]any{"labels": v.Labels, "properties": plainValue(v.Props)}
	case neo4j.Relationship:
		return map[string]any{"type": v.Type, "properties": plainValue(v.Props)}
	case neo4j.Path:
		return plainPath(v)
	default:
		return plainTemporal(value)
	}
}

// plainPath lists a path: a node, a relationship, a node, and so on.
func plainPath(path neo4j.Path) []any {
	var steps []any
	for i, node := range path.Nodes {
		steps = append(steps, plainValue(node))
		if i < len(path.Relationships) {
			steps = append(steps, plainValue(path.Relationships[i]))
		}
	}
	return steps
}

func plainTemporal(value any) any {
	switch v := value.(type) {
	case neo4j.Date:
		return time.Time(v).Format(time.DateOnly)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case neo4j.LocalDateTime:
		return time.Time(v).Format("2006-01-02T15:04:05.999999999")
	case neo4j.LocalTime:
		return time.Time(v).Format("15:04:05.999999999")
	case neo4j.OffsetTime:
		return time.Time(v).Format("15:04:05.999999999Z07:00")
	case neo4j.Duration:
		return v.String()
	case neo4j.Point2D:
		return map[string]any{"x": v.X, "y": v.Y, "srid": int64(v.SpatialRefId)}
	case neo4j.Point3D:
		return map[string]any{"x": v.X, "y": v.Y, "z": v.Z, "srid": int64(v.SpatialRefId)}
	default:
		return value
	}
}
