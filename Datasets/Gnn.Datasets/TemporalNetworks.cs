using Gnn.Datasets.Parsing;
using Gnn.Datasets.Temporal;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Temporal;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Networks of events: messages, edits, posts, with the usual split by time.</summary>
/// <remarks>
/// <para>Times are milliseconds: the files have seconds, some (Reddit) with fractions, which are rounded down. Those of <c>collegemsg</c> count from 1970,
/// the others from the first event.</para>
/// <para><c>collegemsg</c>: messages among students. <c>uci</c>: the same in TGN's and DyGLib's layout; it lacks the first message, which its makers took for a
/// header. Panzarasa, Opsahl, Carley, "Patterns and dynamics of users' behavior and interaction", 2009.</para>
/// <para><c>wikipedia</c>: edits of pages by users, bipartite, without features; <c>jodie-wikipedia</c>, <c>jodie-reddit</c>, <c>jodie-mooc</c> and
/// <c>jodie-lastfm</c>: users and items as JODIE has them, with the event columns <c>edge_attr</c> (<c>[E, D]</c>) and <see cref="State"/>. Users are the
/// nodes from 0, items follow. Kumar, Zhang, Leskovec, "Predicting dynamic embedding trajectory in temporal interaction networks", 2019.</para>
/// <para><c>enron</c>: e-mails among employees. Poursafaei et al., "Towards better evaluation for dynamic link prediction", 2022.</para>
/// <para>The split is TGN's: the parts end with all events at the times below which lie 70 and 85 percent. Which nodes are hidden from training to test on
/// unseen ones is for the trainer to draw. Rossi et al., "Temporal graph networks for deep learning on dynamic graphs", 2020.</para>
/// <para>Against PyG and TGN: nodes are numbered from 0 in ascending order of their ids (TGN's begin at 1, and its item ids follow those of users); the data set
/// of the catalog has the ids as <c>Names["node"]</c>, or of users and items as <c>Names["user"]</c> and <c>Names["item"]</c>. Times are not cut to seconds.
/// </para>
/// </remarks>
public static class TemporalNetworks
{
    /// <summary>The event column of states: Int32 <c>[E]</c>, 1 where the event changes what is known of its source (a user is banned or drops out).</summary>
    public const string State = "state";

    /// <summary>The names of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. TemporalSources.Entries.Select(entry => entry.Name)];

    /// <summary>Loads a network; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>temporal</c>, those of JODIE in <c>temporal/jodie</c>. Null for the one that
    /// <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The network, owned by the caller, and the split of its events.</returns>
    /// <exception cref="ArgumentException">There is no such network; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged, or is not the one that is known by this name.</exception>
    public static (TemporalGraph Graph, IndexSplit Split) Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        DatasetEntry entry = TemporalSources.Entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'name' must be one of {string.Join(", ", Names)}, got '{name}'.", nameof(name));
        Dataset dataset = entry.Load(dataRoot, engine);
        return (dataset.As<TemporalGraph>(), dataset.IndexSplits[0]);
    }

    /// <summary>Reads a file in JODIE's layout: a header, then <c>user_id,item_id,timestamp,state_label</c> and any number of features.</summary>
    /// <param name="path">The file, which may be compressed by gzip; times in seconds.</param>
    /// <returns>The bipartite network on the default engine, with the columns and the split that those of the catalog have.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">The file is something else; the message names the line.</exception>
    public static Dataset ReadJodie(string path) => EventFiles.ReadJodie(Gzip.ReadFile(path), path);

    /// <summary>Reads files in the layout that TGN's and DyGLib's preprocessing leaves: <c>ml_NAME.csv</c> under the header <c>,u,i,ts,label,idx</c>, and
    /// beside it, if they are there, <c>ml_NAME.npy</c> with the features of events and <c>ml_NAME_node.npy</c> with those of nodes.</summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="name">NAME.</param>
    /// <returns>The network on the default engine, with the event columns <c>edge_attr</c> (<c>[E, D]</c>) and <see cref="State"/> and the node column <c>x</c>
    /// (<c>[N, F]</c>); bipartite if every source's id is below every target's. Nodes are those with events or, if nodes have features, all with features.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="folder"/> or <paramref name="name"/> is null.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged, or they contradict each other.</exception>
    public static Dataset ReadProcessed(string folder, string name)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(name);
        return ProcessedEvents.Read(Path.Combine(folder, $"ml_{name}.csv"), Beside($"ml_{name}.npy"), Beside($"ml_{name}_node.npy"));

        string? Beside(string file) => Path.Combine(folder, file) is var path && File.Exists(path) ? path : null;
    }
}
