using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>A data set of the catalog: what it is, where it comes from, and how to load it.</summary>
public sealed class DatasetEntry
{
    private readonly Func<string?, RandomSource, Engine?, (Graph Graph, NodeSplit Split)> _load;

    internal DatasetEntry(string name, Func<string?, RandomSource, Engine?, (Graph Graph, NodeSplit Split)> load)
    {
        Name = name;
        _load = load;
    }

    /// <summary>The name that finds it, for example <c>cora</c>.</summary>
    public string Name { get; }

    /// <summary>What it holds, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for.</summary>
    public DatasetTask Task { get; init; } = DatasetTask.NodeClassification;

    /// <summary>Where its files come from, or <c>built in</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The licence of its files.</summary>
    public required string Licence { get; init; }

    /// <summary>What to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>Loads the data set; files that are missing are downloaded.</summary>
    /// <param name="dataRoot">The folder of data sets; null for the root that <see cref="DataRoot"/> chooses.</param>
    /// <param name="random">Where the split is drawn from, if the data set has none of its own.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller, and its split.</returns>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged or contradicts another.</exception>
    public (Graph Graph, NodeSplit Split) Load(string? dataRoot, RandomSource random, Engine? engine = null) => _load(dataRoot, random, engine);

    /// <summary>The name and the title.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Name}: {Title}";
}
