using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;

namespace Gnn.Datasets;

/// <summary>A data set of the catalog: what it is, where it comes from, and how to load it.</summary>
public sealed class DatasetEntry
{
    private const double TrainShare = 0.6;
    private const double ValidationShare = 0.2;

    private readonly Func<DatasetFiles, Dataset> _read;
    private readonly IReadOnlyList<IReadOnlyList<RemoteFile>> _layouts;

    /// <summary>Describes a data set.</summary>
    /// <param name="name">The name that finds it: lower-case letters, digits and hyphens.</param>
    /// <param name="read">Reads the files, on the default engine.</param>
    /// <param name="layouts">The sets of files that hold it, any of which will do; what is missing is downloaded as the first. None for what is built in.</param>
    internal DatasetEntry(string name, Func<DatasetFiles, Dataset> read, params IReadOnlyList<IReadOnlyList<RemoteFile>> layouts)
    {
        Name = name;
        _read = read;
        _layouts = layouts;
    }

    /// <summary>The name that finds it, for example <c>cora</c>.</summary>
    public string Name { get; }

    /// <summary>What it holds, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What it is for.</summary>
    public DatasetTask Task { get; init; } = DatasetTask.NodeClassification;

    /// <summary>The counts that it must have; null if they are not known.</summary>
    public DatasetSize? Size { get; init; }

    /// <summary>Where its files come from, or <c>built in</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The licence of its files.</summary>
    public required string Licence { get; init; }

    /// <summary>What to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>The hash that <see cref="Dataset.ComputeContentHash"/> of what was read must give; null if it is not known.</summary>
    public string? ContentHash { get; init; }

    /// <summary>The files that are downloaded if they are missing; none for what is built in.</summary>
    public IReadOnlyList<RemoteFile> Files => _layouts.Count == 0 ? [] : _layouts[0];

    /// <summary>What sets an entry apart from the one of its name that the catalog has: an option of the family's loader.</summary>
    internal string Variant { get; init; } = "";

    /// <summary>Counts up when the same files are read to another result.</summary>
    internal int Version { get; init; } = 1;

    /// <summary>Draws a node split where none is published; stratified, 60, 20 and 20 percent, if null.</summary>
    internal Func<Graph, RandomSource, NodeSplit>? Protocol { get; init; }

    /// <summary>Finds the files of the data set, without a download.</summary>
    /// <param name="root">Where to look.</param>
    /// <returns>The paths of the files of one layout, all there; empty for what is built in; null if files are missing.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="root"/> is null.</exception>
    public IReadOnlyList<string>? FindFiles(DataRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return _layouts.Count == 0 ? [] : Find(root) is { } files ? [.. files.Paths] : null;
    }

    /// <summary>Loads the data set; files that are missing are downloaded, and a processed copy is kept (see <see cref="ProcessedCopies"/>).</summary>
    /// <param name="dataRoot">The folder of data sets; null for the root that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The data set, owned by the caller.</returns>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, contradicts another, or is not the one that is known by this name.</exception>
    public Dataset Load(string? dataRoot = null, Engine? engine = null)
    {
        var root = new DataRoot(dataRoot);
        DatasetFiles files = Find(root) ?? Fetch(root);
        return Files.Count == 0 ? Move(Read(files), engine) : new ProcessedCopies().OpenOrMake(this, files, engine ?? Engine.Default);
    }

    /// <summary>Loads a graph with a split of its nodes: a published one, or one drawn by seed where none is published.</summary>
    /// <param name="dataRoot">The folder of data sets; null for the root that <see cref="DataRoot"/> chooses.</param>
    /// <param name="random">Where a split is drawn from, if the data set has none of its own.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <param name="run">Which of the published splits is given, at least 0: after the last one the first follows again.</param>
    /// <returns>The graph, owned by the caller, and its split.</returns>
    /// <exception cref="InvalidOperationException">The data set is no graph with classes of nodes.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged, contradicts another, or is not the one that is known by this name.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="run"/> is negative.</exception>
    public (Graph Graph, NodeSplit Split) LoadNodes(string? dataRoot, RandomSource random, Engine? engine = null, int run = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(run);
        Dataset dataset = Load(dataRoot, engine);
        if (dataset.Structure is Graph { HasLabels: true } graph)
        {
            return (graph, ChooseSplit(dataset, random, run));
        }

        using (dataset)
        {
            throw new InvalidOperationException($"'{Name}' is no graph with classes of nodes, but {dataset}: name another data set, or load it by Load.");
        }
    }

    /// <summary>Chooses a split of the nodes of this data set: a published one, or one drawn by seed where none is published.</summary>
    /// <param name="dataset">The data set as loaded: a graph with classes of nodes.</param>
    /// <param name="random">Where a split is drawn from, if the data set has none of its own.</param>
    /// <param name="run">Which of the published splits is chosen, at least 0: after the last one the first follows again.</param>
    /// <returns>The split.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="dataset"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="run"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">A split is to be drawn, and the data set is no graph.</exception>
    public NodeSplit ChooseSplit(Dataset dataset, RandomSource random, int run = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegative(run);
        if (dataset.NodeSplits.Count > 0)
        {
            return dataset.NodeSplits[run % dataset.NodeSplits.Count];
        }

        Graph graph = dataset.As<Graph>();
        return Protocol?.Invoke(graph, random) ?? NodeSplit.Stratified(graph, SplitSizes.Shares(TrainShare, ValidationShare), random);
    }

    /// <summary>The name and the title.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => $"{Name}: {Title}";

    /// <summary>Reads files and checks what they hold.</summary>
    internal Dataset Read(DatasetFiles files)
    {
        Dataset dataset = _read(files);
        try
        {
            Check(dataset, files);
            return dataset;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    private static Dataset Move(Dataset dataset, Engine? engine)
    {
        if (engine is null || ReferenceEquals(engine, Engine.Default))
        {
            return dataset;
        }

        using (dataset)
        {
            return dataset.To(engine);
        }
    }

    private DatasetFiles? Find(DataRoot root) => _layouts.Select(layout => DatasetFiles.TryFind(root, layout)).FirstOrDefault(files => files is not null);

    private DatasetFiles Fetch(DataRoot root)
    {
        if (Files.Count > 0)
        {
            using var downloader = new Downloader();
            downloader.FetchMissing(root, Files);
        }

        return new DatasetFiles(root, Files);
    }

    private void Check(Dataset dataset, DatasetFiles files)
    {
        if (dataset.Structure.Validate() is [GraphDefect first, ..])
        {
            throw new DataFormatException(files.Place, "", $"expected a sound structure, got {first}");
        }

        if (ContentHash is not null && dataset.ComputeContentHash() is var got && got != ContentHash)
        {
            throw new DataFormatException(
                files.Place,
                "",
                $"expected the '{Name}' that is known by this name, with the content hash {ContentHash}, got {got} ({dataset})",
                "The files were altered or are of another version: remove them, so that they are downloaded again.");
        }
    }
}
