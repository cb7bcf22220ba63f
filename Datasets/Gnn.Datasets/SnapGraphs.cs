using Gnn.Datasets.Networks;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Graphs of the Stanford Large Network Dataset Collection (SNAP): e-mail, friendships, votes, joint papers and file sharing.</summary>
/// <remarks>
/// <para><c>email-eu-core</c>: directed, 1005 members of an institution, 25571 edges of which 642 are self-loops, 42 departments as classes. <c>ego-facebook</c>:
/// undirected, 4039 users, 88234 friendships. <c>wiki-vote</c>: directed, 7115 users, 103689 votes. <c>ca-astroph</c>: undirected, 18772 authors, 198050 pairs and
/// 60 self-loops. <c>ca-grqc</c>: undirected, 5242 authors, 14496 edges; <c>ca-grqc-largest</c>: its largest component as it is passed around, 4158 authors, 13422
/// pairs and 6 self-loops. <c>p2p-gnutella08</c>: directed, 6301 hosts, 20777 connections. No features and no published splits.</para>
/// <para>Where published ids have gaps, nodes are numbered in ascending order; the data set that <see cref="DatasetCatalog"/> loads keeps the ids as
/// <c>Names["node"]</c>. The files of joint papers list each pair in both directions at the publisher's and once in other copies: both give the same graph.</para>
/// </remarks>
public static class SnapGraphs
{
    /// <summary>The names of the graphs.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SnapSources.Entries.Select(entry => entry.Name)];

    /// <summary>Loads a graph; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>snap</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The graph, owned by the caller; <c>email-eu-core</c> has labels <c>[N]</c>. Edges of a directed graph are in the order of the file, those of an
    /// undirected one in the order of their sources, then targets; a self-loop is one edge.</returns>
    /// <exception cref="ArgumentException">There is no such graph; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged.</exception>
    public static Graph Load(string name, string? dataRoot = null, Engine? engine = null) =>
        NetworkSources.Find(SnapSources.Entries, name).Load(dataRoot, engine).As<Graph>();
}
