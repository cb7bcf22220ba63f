namespace Gnn.Graphs;

/// <summary>The names of columns that the library gives a meaning to.</summary>
public static class ColumnNames
{
    /// <summary>Node features: a floating <c>[N, F]</c> tensor or a sparse one.</summary>
    public const string Features = "x";

    /// <summary>Node labels: Int32 <c>[N]</c>, -1 for a node without a label.</summary>
    public const string Labels = "y";

    /// <summary>Edge weights: floating <c>[E]</c>, by edge id.</summary>
    public const string EdgeWeights = "weight";

    /// <summary>Edge features: floating <c>[E, D]</c>, by edge id.</summary>
    public const string EdgeFeatures = "edge_attr";

    /// <summary>Node types of a homogeneous graph that was heterogeneous: Int32 <c>[N]</c>, the type's place among the types.</summary>
    public const string NodeType = "node_type";

    /// <summary>Edge types: Int32 <c>[E]</c>, the relation of each fact of a knowledge graph, or in a homogeneous graph that was heterogeneous the type's place
    /// among the types.</summary>
    public const string EdgeType = "edge_type";

    /// <summary>Edge signs of a graph that was signed: Int32 <c>[E]</c>, 1 or -1, by edge id.</summary>
    public const string EdgeSigns = "sign";

    /// <summary>How many paths an edge of a metapath stands for: Int64 <c>[E]</c>, by edge id.</summary>
    public const string PathCount = "count";

    /// <summary>Times: Int64, one for each row, in any unit that the data has throughout.</summary>
    public const string Times = "time";
}
