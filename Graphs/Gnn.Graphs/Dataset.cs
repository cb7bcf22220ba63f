using Gnn.Graphs.Splits;
using Gnn.Tensors.Engines;

namespace Gnn.Graphs;

/// <summary>A structure with what belongs to it: the splits that its publishers gave, and names that stand for its numbers.</summary>
/// <remarks>This is what loaders give, trainers take and a graph file holds.</remarks>
public sealed class Dataset : IDisposable
{
    /// <summary>Wraps a structure.</summary>
    /// <param name="structure">The structure, which becomes the data set's own.</param>
    /// <exception cref="ArgumentNullException"><paramref name="structure"/> is null.</exception>
    public Dataset(IGraphStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        Structure = structure;
    }

    /// <summary>The structure; it ends with the data set.</summary>
    public IGraphStructure Structure { get; }

    /// <summary>Published splits of the nodes, in the publisher's order; empty if there are none.</summary>
    /// <remarks>Of a heterogeneous graph: of the nodes of one type, which the split's name begins with, for example <c>paper 20 per class</c>.</remarks>
    public IReadOnlyList<NodeSplit> NodeSplits { get; init; } = [];

    /// <summary>Published splits of what is not a node: the graphs of a set, the edges of a knowledge graph, events; empty if there are none.</summary>
    public IReadOnlyList<IndexSplit> IndexSplits { get; init; } = [];

    /// <summary>Names that stand for numbers, by what they name: entry k of <c>Names["node"]</c> is the published id of node k. The keys are <c>node</c>,
    /// <c>relation</c>, <c>feature</c>, the node types of a heterogeneous graph and the like; empty where numbers are all there is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Names { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A SHA-256 of the structure, the splits and the names, 64 hexadecimal digits.</summary>
    /// <remarks>Computed at each call, in time in proportion to the data; the order of <see cref="Names"/> does not count.</remarks>
    /// <returns>The hash.</returns>
    public string ComputeContentHash()
    {
        using var hasher = new ContentHasher("Dataset");
        hasher.Add(Structure.ContentHash);
        hasher.Add(NodeSplits.Count);
        foreach (NodeSplit split in NodeSplits)
        {
            AddSplit(hasher, split.Name, "node", split.NodeCount, split.Train, split.Validation, split.Test);
        }

        hasher.Add(IndexSplits.Count);
        foreach (IndexSplit split in IndexSplits)
        {
            AddSplit(hasher, split.Name, split.ItemName, split.ItemCount, split.Train, split.Validation, split.Test);
        }

        hasher.Add(Names.Count);
        foreach ((string key, IReadOnlyList<string> names) in Names.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hasher.Add(key);
            hasher.Add(names);
        }

        return hasher.Finish();
    }

    /// <summary>The structure as what it is.</summary>
    /// <typeparam name="T">The kind that is expected, for example <see cref="Graph"/>.</typeparam>
    /// <returns>The structure, still the data set's own.</returns>
    /// <exception cref="InvalidOperationException">The structure is of another kind.</exception>
    public T As<T>()
        where T : class, IGraphStructure =>
        Structure as T ?? throw new InvalidOperationException($"This data set holds a {Structure.GetType().Name}, not a {typeof(T).Name}: {Structure}.");

    /// <summary>The data set with its structure's columns on an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A data set, owned by the caller.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="engine"/> is null.</exception>
    public Dataset To(Engine engine) => new(Structure.To(engine)) { NodeSplits = NodeSplits, IndexSplits = IndexSplits, Names = Names };

    /// <inheritdoc/>
    public void Dispose() => Structure.Dispose();

    /// <summary>The structure in a line.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => Structure.ToString() ?? "";

    private static void AddSplit(
        ContentHasher hasher, string name, string item, int count, ReadOnlySpan<int> train, ReadOnlySpan<int> validation, ReadOnlySpan<int> test)
    {
        hasher.Add(name);
        hasher.Add(item);
        hasher.Add(count);
        hasher.Add(train);
        hasher.Add(validation);
        hasher.Add(test);
    }
}
