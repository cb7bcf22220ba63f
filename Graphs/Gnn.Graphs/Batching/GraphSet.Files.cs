using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Batching;

public sealed partial class GraphSet
{
    /// <summary>The kind of file that holds a graph set.</summary>
    internal const string FileKind = "graph-set";

    /// <summary>Gives a graph file what this set holds. The structure of a graph is made when the graph is taken out.</summary>
    internal void WriteTo(SectionWriter file)
    {
        file.Properties["graphs"] = Count;
        file.Properties["nodes"] = NodeCount;
        file.Properties["edges"] = EdgeCount;
        file.Properties["undirected"] = IsUndirected;
        file.Properties["classes"] = SectionWriter.List(ClassNames);
        file.Properties["nodeClasses"] = SectionWriter.List(NodeClassNames);
        file.Add("graphs/nodes", _packed.NodeOffsets);
        file.Add("graphs/edges", _packed.EdgeOffsets);
        file.Add("edges/sources", _packed.Sources);
        file.Add("edges/targets", _packed.Targets);
        file.Add(Nodes);
        file.Add(Edges);
        file.Add(Graphs);
    }

    /// <summary>The graph set that a file holds. Edges and columns lie in the file, which stays mapped as long as this set or what is derived from it has them;
    /// the offsets of the graphs are copied.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others.</exception>
    internal static GraphSet ReadFrom(SectionFile file, Func<DataType, Engine> engineOf)
    {
        int graphs = (int)file.Properties.Integer("graphs", 0, Array.MaxLength - 1);
        int nodes = (int)file.Properties.Integer("nodes", 0, int.MaxValue);
        int edges = (int)file.Properties.Integer("edges", 0, int.MaxValue);
        bool isUndirected = file.Properties.Boolean("undirected");
        string[] classNames = file.Properties.Texts("classes"), nodeClassNames = file.Properties.Texts("nodeClasses");
        int[] nodeOffsets = file.Offsets("graphs/nodes", graphs, nodes), edgeOffsets = file.Offsets("graphs/edges", graphs, edges);
        using var parts = new PartList();
        NativeArray<int> sources = parts.Add(file.Array<int>("edges/sources", edges));
        NativeArray<int> targets = parts.Add(file.Array<int>("edges/targets", edges));
        ColumnTable nodeTable = parts.Add(file.Table("node", nodes, engineOf));
        ColumnTable edgeTable = parts.Add(file.Table("edge", edges, engineOf));
        ColumnTable graphTable = parts.Add(file.Table("graph", graphs, engineOf));
        var packed = new PackedEdges(nodeOffsets, edgeOffsets, sources, targets);
        return parts.GiveTo(new GraphSet(packed, isUndirected, nodeTable, edgeTable, graphTable, classNames, nodeClassNames));
    }

    /// <summary>Lists what in this set's arrays is not as a graph set's must be: for one whose arrays came from a file.</summary>
    internal void FindWrongContents(List<string> defects, CancellationToken cancellation)
    {
        bool isSound = OffsetsRise(NodeOffsets, "graphs/nodes", defects) & OffsetsRise(EdgeOffsets, "graphs/edges", defects);
        if (isSound)
        {
            try
            {
                CheckEdges(_packed, IsUndirected, cancellation);
            }
            catch (ArgumentException exception)
            {
                defects.Add($"section 'edges/sources' or 'edges/targets': expected the edges of graphs: {exception.Message}");
            }
        }

        StructureCheck.CheckColumns(Nodes, "node", defects, cancellation);
        StructureCheck.CheckColumns(Edges, "edge", defects, cancellation);
        StructureCheck.CheckColumns(Graphs, "graph", defects, cancellation);
    }

    private static bool OffsetsRise(ReadOnlySpan<int> offsets, string name, List<string> defects)
    {
        for (int i = 1; i < offsets.Length; i++)
        {
            if (offsets[i] < offsets[i - 1])
            {
                defects.Add(string.Create(
                    CultureInfo.InvariantCulture, $"section '{name}', element {i}: expected offsets that never fall, got {offsets[i - 1]} and then {offsets[i]}"));
                return false;
            }
        }

        return true;
    }
}
