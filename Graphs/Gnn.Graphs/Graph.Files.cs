using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs;

public sealed partial class Graph
{
    /// <summary>The kind of file that holds a graph.</summary>
    internal const string FileKind = "graph";

    /// <summary>Gives a graph file what this graph holds, its structure and the structure's transpose included.</summary>
    internal void WriteTo(SectionWriter file)
    {
        file.Properties["nodes"] = NodeCount;
        file.Properties["edges"] = EdgeCount;
        file.Properties["undirected"] = IsUndirected;
        file.Properties["classes"] = SectionWriter.List(ClassNames);
        file.Add("edges/sources", _edgeList.Sources);
        file.Add("edges/targets", _edgeList.Targets);
        file.Add("in", InEdges);
        file.Add(Nodes);
        file.Add(Edges);
        file.Add(Globals);
    }

    /// <summary>The graph that a file holds. Its arrays lie in the file, which stays mapped as long as this graph or one derived from it has them.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others.</exception>
    internal static Graph ReadFrom(SectionFile file, Func<DataType, Engine> engineOf)
    {
        int nodes = (int)file.Properties.Integer("nodes", 0, int.MaxValue);
        long edges = file.Properties.Integer("edges");
        bool isUndirected = file.Properties.Boolean("undirected");
        string[] classNames = file.Properties.Texts("classes");
        using var parts = new PartList();
        NativeArray<int> sources = parts.Add(file.Array<int>("edges/sources", edges));
        NativeArray<int> targets = parts.Add(file.Array<int>("edges/targets", edges));
        SparseStructure inEdges = parts.Add(file.Structure("in", nodes, nodes, edges));
        ColumnTable nodeTable = parts.Add(file.Table("node", nodes, engineOf));
        ColumnTable edgeTable = parts.Add(file.Table("edge", edges, engineOf));
        ColumnTable globals = parts.Add(file.Table("graph", 1, engineOf));
        return parts.GiveTo(new Graph(new EdgeList(nodes, nodes, sources, targets, inEdges), isUndirected, nodeTable, edgeTable, globals, classNames));
    }

    /// <summary>Lists what in this graph's arrays is not as a graph's must be: for a graph whose arrays came from a file.</summary>
    internal void FindWrongContents(List<string> defects, CancellationToken cancellation)
    {
        bool isSound = StructureCheck.Check(InEdges, "in", defects, cancellation);
        isSound = isSound && StructureCheck.CheckEdges(InEdges, "in", _edgeList.Sources, _edgeList.Targets, defects, cancellation);
        if (isSound && IsUndirected)
        {
            StructureCheck.CheckReverses(InEdges, defects, cancellation);
        }

        StructureCheck.CheckColumns(Nodes, "node", defects, cancellation);
        StructureCheck.CheckColumns(Edges, "edge", defects, cancellation);
        StructureCheck.CheckColumns(Globals, "graph", defects, cancellation);
    }
}
