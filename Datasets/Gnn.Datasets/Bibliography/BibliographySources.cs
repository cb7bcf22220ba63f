namespace Gnn.Datasets.Bibliography;

/// <summary>The heterogeneous graphs of papers and their files.</summary>
internal static class BibliographySources
{
    private const string Heco = "https://github.com/liun-online/HeCo";
    private const string HecoFiles = Heco + "/raw/main/data/acm/";
    private const string Magnn = "https://github.com/cynricfu/MAGNN";
    private const string MagnnFiles = "https://raw.githubusercontent.com/cynricfu/MAGNN/master/data/raw/DBLP/";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        new DatasetEntry(
            "acm-heco",
            HecoReader.Read,
            [
                Acm("pa.txt", 128122, "e67385fc13c3b3b624d81de7eb6e4245d9aeafa063c5466c6fab0f151bcb84d6"),
                Acm("ps.txt", 30181, "3da7615ef5567c5f7f1ab9ec770c4b4b8b6a54790baa1cda3d4499329dfc22d5"),
                Acm("p_feat.npz", 495879, "9e1019dfceaaabb19ee5b5f09de3147ffbaa818b43c3fc3f92bdfaf4ed5f02f4"),
                Acm("a_feat.npz", 1961252, "e2f2ac8d357310149fc7badbf32ea0b171dec25aad6c37ec45de592666c65555"),
                Acm("labels.npy", 32280, "019284b3e6a58fc8ebd432fb99aaaf183ad41dbf56b8ca7af0b56dca9dd844b5"),
                Acm("train_20.npy", 608, "6bf4c1cef638f3ffe1826091b9be7fbff23a4935dfbde03c24b492d264d67684"),
                Acm("train_40.npy", 1088, "98239282e69e9775a9b13bc54598cc780eca31dcaeb81963efbbd4c6c3e51435"),
                Acm("train_60.npy", 1568, "5b86f56415b84d1faa8c8f864cd37272589ec4ffff1b0ca347d4c39ee38dcc02"),
                Acm("val_20.npy", 8128, "4280dccb661a50196502a39973a462919399fcfcd97b1d43581dfa9ca02d1b5d"),
                Acm("val_40.npy", 8128, "19fb1e72b76bc24da95423d1a83583a42fe5b62d69b2b197312f630ff5096202"),
                Acm("val_60.npy", 8128, "e234b6c1e19445ed6cc3694a273b943bbded8e847a9d0246f18d59f76fb8cd5d"),
                Acm("test_20.npy", 8128, "eb90e38c882009c6439d749d160d39ed64f8813e9f672c02be54993914934afa"),
                Acm("test_40.npy", 8128, "f73d7e23459dd654a7567ee8bf123849f400096f8fac558dc37033d3fdc11aa6"),
                Acm("test_60.npy", 8128, "5181ccdeacc54b88ed53681ba9f2c789cc6d67a499f40a68ac6827a96932b976"),
            ])
        {
            Title = "ACM (HeCo): papers, their authors and subjects; the fields of the papers",
            Size = new DatasetSize(11246, 17426, 0, 3),
            ContentHash = "d7c5e5a11ddc826f0d2846de222a058254a0afa7cfc2a5e2dbd7098474c25bb1",
            Source = Heco,
            Licence = "none stated",
            Citation = "Wang, Liu, Han, Shi, Self-supervised heterogeneous graph neural network with co-contrastive learning, 2021",
        },
        new DatasetEntry(
            "dblp-four-area",
            FourAreaReader.Read,
            [.. FourAreaReader.Files.Select(name => new RemoteFile("no-redistribution/dblp_four_area", name, new Uri(MagnnFiles + name)))])
        {
            Title = "DBLP, four areas: authors, papers, venues and terms; the areas of the authors",
            Size = new DatasetSize(37791, 170794, 0, 4),
            Source = Magnn,
            Licence = "for academic and educational use; no part may be redistributed without permission",
            Citation = "Ji, Sun, Danilevsky, Han, Gao, Graph regularized transductive classification on heterogeneous information networks, 2010; "
                + "Gao, Liang, Fan, Sun, Han, Graph-based consensus maximization among multiple supervised and unsupervised models, 2009",
        },
    ];

    private static RemoteFile Acm(string name, long length, string sha256) => new("hetero/heco/acm", name, new Uri(HecoFiles + name), length, sha256);
}
