using Gnn.Datasets.Signed;
using Gnn.Graphs.Signed;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets;

/// <summary>Networks of trust and distrust, of votes for and against, of liking and dislike.</summary>
/// <remarks>
/// <para><c>bitcoin-otc</c> and <c>bitcoin-alpha</c>: who trusts whom, with the edge columns <see cref="Rating"/> (Int32, -10 to 10, never 0; the sign is
/// its sign) and <c>time</c> (Int64, milliseconds since 1970, of OTC rounded down from fractions). Edges are in the order of the file, which is that of time in
/// OTC alone. Kumar et al., "Edge weight prediction in weighted signed networks", 2016; "REV2: fraudulent user prediction in rating platforms", 2018.</para>
/// <para><c>sgcn-bitcoin-otc</c> and <c>sgcn-bitcoin-alpha</c>: the same networks without direction, as the implementation of SGCN has them: one edge for the
/// two of a pair. Its rows without a sign (58 and 43) give no edge; their nodes stay. Derr, Ma, Tang, "Signed graph convolutional networks", 2018.</para>
/// <para><c>wikirfa</c>: votes on who becomes an administrator of Wikipedia, the last of each pair. <c>wiki-rfa</c>: all votes with the edge columns
/// <see cref="Result"/> (Int32, 1 if the candidate was elected, else -1), <see cref="Year"/> (Int32) and <c>time</c> (Int64, milliseconds since 1970, -1 where
/// the date is missing or cannot be read). Neutral votes and those without a voter's name give no edge; the texts are left out. West et al., "Exploiting social
/// network structure for person-to-person sentiment analysis", 2014; Huang et al., "SDGNN", 2021.</para>
/// <para><c>epinions</c> and <c>slashdot</c> (of February 2009): trust among reviewers, friends and foes among readers; some trust themselves. Slashdot's file
/// counts four users in its header who have no edge; they are no nodes here. Leskovec, Huttenlocher, Kleinberg, "Signed networks in social media", 2010.</para>
/// <para><c>sampson</c>: esteem among the novices of a monastery, with the edge column <c>weight</c> (1 to 3, without the sign) and five groups as labels.
/// Sampson, "A novitiate in a period of change", 1969.</para>
/// <para>No splits are published: shares of 80 and 20 percent, drawn at random or by time, are usual.</para>
/// <para>Against PyG: nodes are numbered without gaps in ascending order of their ids, users of <c>wiki-rfa</c> by first appearance; where that changes them,
/// the data set of the catalog has the ids as <c>Names["node"]</c>.</para>
/// </remarks>
public static class SignedNetworks
{
    /// <summary>The edge column of ratings: Int32 <c>[E]</c>, -10 to 10, never 0.</summary>
    public const string Rating = "rating";

    /// <summary>The edge column of the elections' results: Int32 <c>[E]</c>, 1 or -1.</summary>
    public const string Result = "result";

    /// <summary>The edge column of years: Int32 <c>[E]</c>.</summary>
    public const string Year = "year";

    /// <summary>The names of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. SignedSources.Entries.Where(entry => entry.Name != SignedSources.Telegram).Select(entry => entry.Name)];

    /// <summary>Loads a network; files that are missing are downloaded.</summary>
    /// <param name="name">One of <see cref="Names"/>, in either case.</param>
    /// <param name="dataRoot">The folder of data sets; the files are in its <c>signed</c>. Null for the one that <see cref="DataRoot"/> chooses.</param>
    /// <param name="engine">Where the columns are made; the default engine if null.</param>
    /// <returns>The network, owned by the caller; directed, but for the two of SGCN.</returns>
    /// <exception cref="ArgumentException">There is no such network; the message lists those there are.</exception>
    /// <exception cref="DatasetNotFoundException">Files are missing and could not be downloaded; the message says where to put them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="Tensors.Files.DataFormatException">A file is damaged, or is not the one that is known by this name.</exception>
    public static SignedGraph Load(string name, string? dataRoot = null, Engine? engine = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        DatasetEntry entry = SignedSources.Entries.FirstOrDefault(entry => Names.Contains(entry.Name) && entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'name' must be one of {string.Join(", ", Names)}, got '{name}'.", nameof(name));
        return entry.Load(dataRoot, engine).As<SignedGraph>();
    }
}
