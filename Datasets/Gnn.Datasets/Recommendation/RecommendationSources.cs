namespace Gnn.Datasets.Recommendation;

/// <summary>The data sets of recommendation and their files.</summary>
internal static class RecommendationSources
{
    private const string LightGcn = "https://github.com/gusye1234/LightGCN-PyTorch";
    private const string LightGcnFiles = "https://raw.githubusercontent.com/gusye1234/LightGCN-PyTorch/master/data/";
    private const string NgcfCitation = "Wang, He, Wang, Feng, Chua, Neural graph collaborative filtering, 2019; "
        + "He, Deng, Wang, Li, Zhang, Wang, LightGCN: simplifying and powering graph convolution network for recommendation, 2020";

    private const string MovieLensFamily = "no-redistribution/ml-100k";
    private const string MovieLensArchive = "https://files.grouplens.org/datasets/movielens/" + MovieLensReader.Archive;

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry(
            "gowalla",
            ItemListReader.Read,
            [
                File("gowalla", "train.txt"),
                File("gowalla", "test.txt", 1372559, "099a2a73924e4b754dc6efd730d764f492321b53c38eb93298850c83acf57be3"),
                File("gowalla", "user_list.txt", 351203, "5344c4d0deef610e1f148f23ad216a0db03b36f88834cd39a06786a672c5f5a1"),
                File("gowalla", "item_list.txt", 506926, "6b186f92890cc3f0c15a6dae5d6285f125a302bb8c5ea0cd9a16cf9c16347139"),
            ])
        {
            Title = "Gowalla: users and the places where they checked in",
            Task = DatasetTask.Recommendation,
            Size = new DatasetSize(70839, 1027370),
            ContentHash = "cc13f0b95522b465fcc82eacf3413e95c23ae4a19645a15a5c2df0230b6f7de9",
            Source = LightGcn,
            Licence = "MIT (NGCF's repository); check-ins collected by SNAP",
            Citation = NgcfCitation + "; Cho, Myers, Leskovec, Friendship and mobility, 2011",
        },
        new DatasetEntry("yelp2018", ItemListReader.Read, [.. ItemListReader.Files.Select(name => File("yelp2018", name))])
        {
            Title = "Yelp2018: users and the businesses that they reviewed",
            Task = DatasetTask.Recommendation,
            Size = new DatasetSize(69716, 1561406),
            Source = LightGcn,
            Licence = "MIT (NGCF's repository); reviews under the terms of the Yelp data set",
            Citation = NgcfCitation,
        },
        new DatasetEntry("amazon-book", ItemListReader.Read, [.. ItemListReader.Files.Select(name => File("amazon-book", name))])
        {
            Title = "Amazon-Book: users and the books that they reviewed",
            Task = DatasetTask.Recommendation,
            Size = new DatasetSize(144242, 2984108),
            Source = LightGcn,
            Licence = "MIT (NGCF's repository); of the reviews none stated",
            Citation = NgcfCitation + "; He, McAuley, Ups and downs: modeling the visual evolution of fashion trends with one-class collaborative filtering, 2016",
        },
        new DatasetEntry(
            "lastfm",
            LastfmReader.Read,
            [
                File("lastfm", "data1.txt", 579727, "c82af3228cbbda2f55a39244de09ed93292894f1d0d9f1908ebb57e27598fded"),
                File("lastfm", "test1.txt", 144867, "de4417c0e6123284ce59a0934bcf5288ec1ec8774a18a1eef453c9952dfa48f9"),
                File("lastfm", "trustnetwork.txt", 249214, "5b5bd7cbe4d22f3cd333dbfc7ec4b995cb2bdb28d95b0e9c5fc5607079f7b69e"),
            ])
        {
            Title = "LastFM: users, the artists whom they listened to, and the users whom they trust",
            Task = DatasetTask.Recommendation,
            Size = new DatasetSize(6381, 78102),
            ContentHash = "14ced61473fd0b5df02a6b9a2db7ccd08359f3b114096d917b9ca02727509dae",
            Source = LightGcn,
            Licence = "HetRec 2011: for non-commercial use",
            Citation = "Cantador, Brusilovsky, Kuflik, Second workshop on information heterogeneity and fusion in recommender systems (HetRec), 2011",
        },
        new DatasetEntry(
            "movielens-100k",
            MovieLensReader.Read,
            [new RemoteFile(MovieLensFamily, MovieLensReader.Archive, new Uri(MovieLensArchive))],
            [.. MovieLensFiles(MovieLensReader.Files), .. MovieLensFiles(MovieLensReader.Folds.SelectMany(fold => (string[])[$"{fold}.base", $"{fold}.test"]))],
            [.. MovieLensFiles(MovieLensReader.Files)])
        {
            Title = "MovieLens-100K: users, movies and ratings from 1 to 5",
            Task = DatasetTask.Recommendation,
            Size = new DatasetSize(2625, 100000),
            Source = "https://grouplens.org/datasets/movielens/100k/",
            Licence = "GroupLens: for research, not commercial use, not to be redistributed without permission",
            Citation = "Harper, Konstan, The MovieLens datasets: history and context, 2015",
        },
    ];

    private static RemoteFile File(string folder, string name, long? length = null, string? sha256 = null) =>
        new($"recsys/{folder}", name, new Uri($"{LightGcnFiles}{folder}/{name}"), length, sha256);

    private static IEnumerable<RemoteFile> MovieLensFiles(IEnumerable<string> names) =>
        names.Select(name => new RemoteFile(MovieLensFamily, name, new Uri(MovieLensArchive)));
}
