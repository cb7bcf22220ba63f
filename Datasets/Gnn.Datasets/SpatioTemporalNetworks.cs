using Gnn.Datasets.SpatioTemporal;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Graphs whose nodes have a signal in time: cases of a disease, deliveries, speeds of traffic.</summary>
/// <remarks>
/// <para>The signal is the node column <see cref="Signal"/>, <c>[N, T]</c>: a row for each node, a column for each step of time.</para>
/// <para><c>chickenpox</c>: weekly cases in the counties of Hungary, standardised; neighbouring counties are linked, each to itself too. First 80 percent of
/// the weeks train. Rozemberczki et al., "Chickenpox cases in Hungary", 2021. <c>pedalme</c>: weekly deliveries by bicycle in parts of London, standardised;
/// all pairs are linked, each to itself too, by nearness. Rozemberczki et al., "PyTorch Geometric Temporal", 2021. Both graphs are undirected.</para>
/// <para><c>england-covid</c>: daily cases in regions of England, a <see cref="Graphs.Temporal.TemporalGraph"/>: an event for each pair of regions and day
/// between which people moved, at the time of that day (0 to 60), how many as the event column <c>weight</c>; step t of the signal is day t. Panagopoulos,
/// Nikolentzos, Vazirgiannis, "Transfer graph neural networks for pandemic forecasting", 2021.</para>
/// <para><c>los-loop</c>: speeds in miles an hour at sensors on highways of Los Angeles, every five minutes of a week, gaps filled by interpolation; undirected
/// with Gaussian weights of distances, each sensor linked to itself by 1. First 80 percent of the steps train. Zhao et al., "T-GCN", 2020.</para>
/// <para><c>metr-la-graph</c>: the same sensors as DCRNN links them, directed, each to itself too, with <see cref="Position"/> and without a signal, which is
/// published in a format (HDF5) that is not read here. Li et al., "Diffusion convolutional recurrent neural network", 2018.</para>
/// <para>Against PyG Temporal: the signal is whole, not cut into windows of lags and targets (4 lags are usual for the first two, 8 for England), and no
/// edge has a weight where none is published.</para>
/// </remarks>
public static class SpatioTemporalNetworks
{
    /// <summary>The node column of the signal: floating <c>[N, T]</c>, or <c>[N, T, F]</c> where a node has several values at a time.</summary>
    public const string Signal = "signal";

    /// <summary>The node column of places: floating <c>[N, 2]</c>, latitude and longitude in degrees.</summary>
    public const string Position = "position";

    /// <summary>The names of the data sets.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SpatioTemporalSources.Entries.Select(entry => entry.Name)];

    /// <summary>Loads a data set; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>spatiotemporal</c>. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph with its signal, owned by the caller; the split of its steps, if one is published; and the nodes' names, if they have some.</returns>
    /// <exception cref="ArgumentException">There is no such data set; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged, or is not the one that is known by this name.</exception>
    public static Dataset Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return (SpatioTemporalSources.Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'name' must be one of {string.Join(", ", Names)}, got '{name}'.", nameof(name))).Load(dataRoot, engine);
    }
}
