using System.Text;
using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Recommendation;

/// <summary>Reads MovieLens-100K: ratings, movies with their genres, users, and the published folds where they are there.</summary>
internal sealed class MovieLensReader
{
    /// <summary>The archive of all files.</summary>
    public const string Archive = "ml-100k.zip";

    /// <summary>The files without the folds.</summary>
    public static readonly IReadOnlyList<string> Files = ["u.data", "u.item", "u.user", "u.genre"];

    /// <summary>The folds: five of a cross-validation, and two with ten test ratings for each user.</summary>
    public static readonly IReadOnlyList<string> Folds = ["u1", "u2", "u3", "u4", "u5", "ua", "ub"];

    private const byte Bar = (byte)'|';
    private const int Highest = 5;
    private const int LeastRatingBytes = 8;
    private const int LeastItemBytes = 6;

    private readonly PackedFiles _files;
    private Dictionary<long, int> _ratings = [];

    private MovieLensReader(PackedFiles files) => _files = files;

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(DatasetFiles files)
    {
        using var packed = new PackedFiles(files, Archive);
        return new MovieLensReader(packed).Read();
    }

    private Dataset Read()
    {
        List<string> genres = ReadGenres(_files.Scan("u.genre", Bar));
        MovieLensUsers users = MovieLensUsers.Read(_files.Scan("u.user", Bar));
        (List<string> titles, float[] kinds) = ReadItems(_files.Scan("u.item", Bar), genres.Count);
        Ratings ratings = ReadRatings(_files.Scan("u.data"), users.Count, titles.Count);
        IndexSplit[] folds = [.. Folds.Where(fold => _files.Has($"{fold}.base") && _files.Has($"{fold}.test")).Select(fold => ReadFold(fold, users.Count, titles.Count))];

        using HeteroGraph empty = HeteroGraph.Create((Interactions.User, users.Count), (Interactions.Item, titles.Count));
        using HeteroGraph described = users.AddTo(empty, Interactions.User);
        using HeteroGraph sorted = described.WithNodeColumn(Interactions.Item, ColumnNames.Features, Tensor.Create<float>(kinds.AsSpan(0, titles.Count * genres.Count), new Shape(titles.Count, genres.Count)));
        using HeteroGraph bare = sorted.WithEdges(Interactions.Rates, ratings.Users.AsSpan(0, ratings.Count), ratings.Items.AsSpan(0, ratings.Count));
        using HeteroGraph rated = bare.WithEdgeColumn(Interactions.Rates, ColumnNames.EdgeWeights, Tensor.Create<float>(ratings.Values.AsSpan(0, ratings.Count), ratings.Count));
        return new Dataset(rated.WithEdgeColumn(Interactions.Rates, ColumnNames.Times, Tensor.Create<long>(ratings.Times.AsSpan(0, ratings.Count), ratings.Count)))
        {
            IndexSplits = folds,
            Names = new Dictionary<string, IReadOnlyList<string>>
            {
                [Interactions.User] = Interactions.CountedFromOne(users.Count),
                [Interactions.Item] = Interactions.CountedFromOne(titles.Count),
                ["title"] = titles,
                ["genre"] = genres,
                ["gender"] = users.Genders,
                ["occupation"] = users.Occupations,
            },
        };
    }

    // "name|number", the numbers from 0.
    private static List<string> ReadGenres(TextScanner scan)
    {
        var genres = new List<string>();
        while (scan.NextLine())
        {
            if (!scan.Line.IsEmpty)
            {
                genres.Add(Encoding.Latin1.GetString(scan.ReadField("a genre")));
                scan.ReadInt32("the genre's number, which counts from 0 line by line", genres.Count - 1, genres.Count - 1);
                scan.EndLine();
            }
        }

        return genres;
    }

    // "number|title|date|video date|address|", then 0 or 1 for each genre, in Latin-1.
    private static (List<string> Titles, float[] Genres) ReadItems(TextScanner scan, int genreCount)
    {
        int most = scan.MostRows(LeastItemBytes + (2 * genreCount));
        var titles = new List<string>(most);
        float[] genres = new float[checked(most * genreCount)];
        while (scan.NextLine())
        {
            if (scan.Line.IsEmpty)
            {
                continue;
            }

            scan.ReadInt32("a movie's number, which counts from 1 line by line", titles.Count + 1, titles.Count + 1);
            titles.Add(Encoding.Latin1.GetString(scan.ReadField("a title")));
            _ = scan.ReadField("a date of release");
            _ = scan.ReadField("a date of release on video");
            _ = scan.ReadField("an address");
            for (int genre = 0; genre < genreCount; genre++)
            {
                genres[((titles.Count - 1) * genreCount) + genre] = scan.ReadInt32("whether the movie is of a genre", 0, 1);
            }

            scan.EndLine();
        }

        return (titles, genres);
    }

    private Ratings ReadRatings(TextScanner scan, int userCount, int itemCount)
    {
        var ratings = new Ratings(scan.MostRows(LeastRatingBytes));
        _ratings = new Dictionary<long, int>(ratings.Users.Length);
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            (int user, int item) = ReadPair(scan, userCount, itemCount);
            if (!_ratings.TryAdd(KeyOf(user, item), ratings.Count))
            {
                throw scan.Bad($"expected one rating of a movie by a user, got another by user {user + 1} of movie {item + 1}");
            }

            (ratings.Users[ratings.Count], ratings.Items[ratings.Count]) = (user, item);
            ratings.Values[ratings.Count] = scan.ReadInt32("a rating", 1, Highest);
            ratings.Times[ratings.Count++] = scan.ReadInt64("a time in seconds", 0);
            scan.EndLine();
        }

        return ratings;
    }

    private IndexSplit ReadFold(string fold, int userCount, int itemCount)
    {
        bool[] isInPart = new bool[_ratings.Count];
        List<int> train = ReadPart($"{fold}.base", isInPart, userCount, itemCount);
        List<int> test = ReadPart($"{fold}.test", isInPart, userCount, itemCount);
        return new IndexSplit(fold, $"{Interactions.Rates} edge", _ratings.Count, [.. train], [], [.. test]);
    }

    private List<int> ReadPart(string name, bool[] isInPart, int userCount, int itemCount)
    {
        var part = new List<int>();
        TextScanner scan = _files.Scan(name);
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            (int user, int item) = ReadPair(scan, userCount, itemCount);
            if (!_ratings.TryGetValue(KeyOf(user, item), out int rating) || isInPart[rating])
            {
                throw scan.Bad($"expected a rating of u.data that is in no part of the fold yet, got one by user {user + 1} of movie {item + 1}");
            }

            isInPart[rating] = true;
            part.Add(rating);
        }

        return part;
    }

    private static (int User, int Item) ReadPair(TextScanner scan, int userCount, int itemCount) =>
        (scan.ReadInt32("a user", 1, userCount) - 1, scan.ReadInt32("a movie", 1, itemCount) - 1);

    private static long KeyOf(int user, int item) => ((long)user << 32) | (uint)item;

    /// <summary>Ratings by row; there may be more room.</summary>
    private sealed class Ratings(int most)
    {
        public int Count { get; set; }

        public int[] Users { get; } = new int[most];

        public int[] Items { get; } = new int[most];

        public float[] Values { get; } = new float[most];

        public long[] Times { get; } = new long[most];
    }
}
