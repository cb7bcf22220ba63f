using Gnn.Graphs.Batching;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Hypergraphs;
using Gnn.Graphs.Signed;
using Gnn.Graphs.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Graphs.Files;

/// <summary>A kind of structure that a graph file holds, and how it goes in and out.</summary>
internal sealed class StructureKind
{
    private StructureKind(
        string name,
        Type type,
        Action<IGraphStructure, SectionWriter> writeTo,
        Func<SectionFile, Func<DataType, Engine>, IGraphStructure> readFrom,
        Action<IGraphStructure, List<string>, CancellationToken> findWrongContents,
        Func<IGraphStructure, IEnumerable<int>> nodeCounts)
    {
        Name = name;
        Type = type;
        WriteTo = writeTo;
        ReadFrom = readFrom;
        FindWrongContents = findWrongContents;
        NodeCounts = nodeCounts;
    }

    /// <summary>All kinds. This is the one list of them.</summary>
    public static IReadOnlyList<StructureKind> All { get; } =
    [
        Create<Graph>(Graph.FileKind, (graph, file) => graph.WriteTo(file), Graph.ReadFrom, (graph, to, stop) => graph.FindWrongContents(to, stop), graph => [graph.NodeCount]),
        Create<GraphSet>(GraphSet.FileKind, (set, file) => set.WriteTo(file), GraphSet.ReadFrom, (set, to, stop) => set.FindWrongContents(to, stop), set => [set.NodeCount]),
        Create<Hypergraph>(
            Hypergraph.FileKind, (graph, file) => graph.WriteTo(file), Hypergraph.ReadFrom, (graph, to, stop) => graph.FindWrongContents(to, stop), graph => [graph.NodeCount]),
        Create<SignedGraph>(
            SignedGraph.FileKind, (graph, file) => graph.WriteTo(file), SignedGraph.ReadFrom, (graph, to, stop) => graph.FindWrongContents(to, stop), graph => [graph.NodeCount]),
        Create<TemporalGraph>(
            TemporalGraph.FileKind, (graph, file) => graph.WriteTo(file), TemporalGraph.ReadFrom, (graph, to, stop) => graph.FindWrongContents(to, stop), graph => [graph.NodeCount]),
        Create<HeteroGraph>(
            HeteroGraph.FileKind,
            (graph, file) => graph.WriteTo(file),
            HeteroGraph.ReadFrom,
            (graph, to, stop) => graph.FindWrongContents(to, stop),
            graph => graph.NodeTypes.Select(graph.NodeCount)),
    ];

    /// <summary>What a file's table calls it.</summary>
    public string Name { get; }

    /// <summary>The type of its structures.</summary>
    public Type Type { get; }

    /// <summary>Gives a file what a structure holds.</summary>
    public Action<IGraphStructure, SectionWriter> WriteTo { get; }

    /// <summary>The structure that a file holds, owned by the caller.</summary>
    public Func<SectionFile, Func<DataType, Engine>, IGraphStructure> ReadFrom { get; }

    /// <summary>Lists what in the arrays of a structure from a file is not as it must be.</summary>
    public Action<IGraphStructure, List<string>, CancellationToken> FindWrongContents { get; }

    /// <summary>The numbers of nodes that a split of a structure's nodes may be of: of a heterogeneous graph, of the nodes of one type.</summary>
    public Func<IGraphStructure, IEnumerable<int>> NodeCounts { get; }

    /// <summary>The kind of a structure.</summary>
    /// <exception cref="ArgumentException">No file holds such structures.</exception>
    public static StructureKind Of(IGraphStructure structure) => Of(structure.GetType()) ?? throw new ArgumentException(
        $"A graph file holds a {string.Join(", ", All.Select(kind => kind.Type.Name))}, not a {structure.GetType().Name}.", nameof(structure));

    /// <summary>The kind of the structures of a type, or null.</summary>
    public static StructureKind? Of(Type type) => All.FirstOrDefault(kind => kind.Type == type);

    /// <summary>The kind of the structure in a file.</summary>
    /// <exception cref="DataFormatException">It is none that is known.</exception>
    public static StructureKind Of(SectionFile file) => All.FirstOrDefault(kind => kind.Name == file.Kind) ?? throw new DataFormatException(
        file.Path,
        "table",
        $"expected a kind of structure that this version knows ({string.Join(", ", All.Select(kind => kind.Name))}), got '{file.Kind}'",
        "Read the file with the release of Gnn that wrote it.");

    /// <summary>Passes a file of a type's kind.</summary>
    /// <exception cref="DataFormatException">It holds another kind of structure.</exception>
    public static void Check<T>(SectionFile file)
        where T : class, IGraphStructure
    {
        if (!typeof(T).IsAssignableFrom(Of(file).Type))
        {
            throw new DataFormatException(
                file.Path, "table", $"expected a file of kind '{Of(typeof(T))?.Name ?? typeof(T).Name}', got '{file.Kind}'", "Open it as what it is.");
        }
    }

    private static StructureKind Create<T>(
        string name,
        Action<T, SectionWriter> writeTo,
        Func<SectionFile, Func<DataType, Engine>, T> readFrom,
        Action<T, List<string>, CancellationToken> findWrongContents,
        Func<T, IEnumerable<int>> nodeCounts)
        where T : class, IGraphStructure => new(
            name,
            typeof(T),
            (structure, file) => writeTo((T)structure, file),
            readFrom,
            (structure, defects, cancellation) => findWrongContents((T)structure, defects, cancellation),
            structure => nodeCounts((T)structure));
}
