namespace Gnn.Datasets.Heterophily;

/// <summary>The data sets of the heterophilous-graphs release, one .npz file each.</summary>
internal static class HeterophilousSources
{
    private const string Family = "heterophilous-graphs/data";
    private const string Repository = "https://github.com/yandex-research/heterophilous-graphs";
    private const string Address = Repository + "/raw/main/data/";
    private const string Prefix = "heterophilous-";

    private const string Paper = "Platonov, Kuznedelev, Diskin, Babenko, Prokhorenkova, "
        + "A critical look at the evaluation of GNNs under heterophily: are we really making progress?, 2023";

    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        Entry("roman_empire", "Roman empire: words of an article, which depend on each other, their roles", new(22662, 65854, 300, 18), isSparse: false),
        Entry("amazon_ratings", "Amazon ratings: products, bought together, their ratings", new(24492, 186100, 300, 5), isSparse: false),
        Entry("minesweeper", "Minesweeper: cells of a grid, which of them are mines (ROC AUC)", new(10000, 78804, 7, 2), isSparse: false),
        Entry("tolokers", "Tolokers: workers, who shared a task, which were banned (ROC AUC)", new(11758, 1038000, 10, 2), isSparse: false),
        Entry("questions", "Questions: users of a site, who answered whom, which stayed (ROC AUC)", new(48921, 307080, 301, 2), isSparse: false),
        Entry("chameleon_filtered", "Chameleon without duplicate nodes: pages of Wikipedia, links, classes of traffic", new(890, 17708, 2325, 5)),
        Entry("chameleon_filtered_directed", "Chameleon without duplicate nodes, directed", new(890, 13584, 2325, 5)),
        Entry("squirrel_filtered", "Squirrel without duplicate nodes: pages of Wikipedia, links, classes of traffic", new(2223, 93996, 2089, 5)),
        Entry("squirrel_filtered_directed", "Squirrel without duplicate nodes, directed", new(2223, 65718, 2089, 5)),
        Entry("chameleon", "Chameleon without self-loops: pages of Wikipedia, links, classes of traffic", new(2277, 62742, 2325, 5)),
        Entry("chameleon_directed", "Chameleon, directed", new(2277, 36101, 2325, 5)),
        Entry("squirrel", "Squirrel without self-loops: pages of Wikipedia, links, classes of traffic", new(5201, 396706, 2089, 5)),
        Entry("squirrel_directed", "Squirrel, directed", new(5201, 217073, 2089, 5)),
        Entry("actor", "Actor without self-loops: actors, who is named with whom on a page, kinds of actor", new(7600, 53318, 932, 5)),
        Entry("cornell", "Cornell with its own features and classes: web pages, links, kinds of page", new(183, 554, 1703, 5)),
        Entry("texas", "Texas without self-loops: web pages, links, kinds of page", new(183, 558, 1703, 5)),
        Entry("texas_4_classes", "Texas whose class of one node is in no split", new(183, 558, 1703, 5)),
        Entry("wisconsin", "Wisconsin without self-loops: web pages, links, kinds of page", new(251, 900, 1703, 5)),
    ];

    // Bags of words are sparse; the features that were made for these graphs (embeddings, shares, one-hot codes of few columns) are dense.
    private static DatasetEntry Entry(string file, string title, DatasetSize size, bool isSparse = true)
    {
        bool isNew = !isSparse || file.Contains("filtered", StringComparison.Ordinal);
        string npz = file + ".npz";
        bool isDirected = file.EndsWith("_directed", StringComparison.Ordinal);
        (long? length, string? digest, string? hash) = Known(file);
        return new DatasetEntry(
            (isNew ? "" : Prefix) + file.Replace('_', '-'),
            files => HeterophilousFile.Read(files.PathOf(npz), isDirected, isSparse),
            [new RemoteFile(Family, npz, new Uri(Address + npz), length, digest)])
        {
            Title = title,
            Size = size,
            Source = Repository,
            Licence = "MIT",
            Citation = Paper,
            ContentHash = hash,
        };
    }

    private static (long? Length, string? Sha256, string? ContentHash) Known(string file) => file switch
    {
        "actor" => (252956, "c350eef06b2c2a9bf8218be2b57cac6d4003d0922eb597a039e9123f75817816",
            "9263c7e708fe31197abd88ea92b3f33f0fba8284982f2e269e47b7c4c03fc1fd"),
        "chameleon" => (177840, "4c640bd2877fc4f9f101531e2f977bc16445a54e09a5cb01178df608e552f3fd",
            "437fdf1137a951e4162204ff003094002c309b82ea3c986ea52772ee991a7a2a"),
        "chameleon_directed" => (191520, "34aea6b6888063544232100d53d4aa7e87e37953ec8dd3a7092afb25bb2f0328",
            "9e4d528676e8932074a213dd6c459ff13dfe60ee48171fe6e9d9fa7ff657c866"),
        "cornell" => (30515, "684c54ba3daa13b0ba1f04a3d6dd1b1175c1ae9bdeb982851fd4ff96d3aac298",
            "7e5a8434f17af0c1a81f8b611ca1944cbe31dfe4d9c5495039314890643e6df2"),
        "minesweeper" => (135045, "e664c8dacf1e8ac466c2c09ed4b237bd2c5541f47a6eae9c6092cb87f16412b3",
            "29629b9ad5dd1eb7dab6a5db04c0c14dd731c32ec61916adc20723894b1debd6"),
        "squirrel" => (704277, "d436e3b42c0546b105241c0ab0766097074e68e55f67b133eeb9b0162e55cbd9",
            "506efee84518c631e24384e67000a1458f60af4b6ef7731b7b2bfbd674df6d55"),
        "squirrel_directed" => (760119, "3f0436486716cf77b651c372e54f6b4c2cc52262e7faeeab584a34b41bae2616",
            "703cada3dd16bf98205909eb35774e2c452e5aeba9b962aa448625734cd154e2"),
        "squirrel_filtered" => (208215, "f06370ffb3116c5de8b7a600005400b2293c025e0ce2f6916d8201a825505ac7",
            "c33a40e64280e106607bfcebf9830787771bea64a1424a4b46cf9c30326cbc1d"),
        "squirrel_filtered_directed" => (249855, "0526e53252f0b052124f7390829c32e923d432acaf64206191a1144a07b39620",
            "a12a878def87bd3fe89b5cf804038c7cf04c1426a075c588face067f6d757414"),
        "texas" => (28586, "b164b99e6c3d43e4ab07488ec59bd8c815f90cbc1bd4cf425ce587d2b534d844",
            "5bc7d338e10af1935f7a99c018bf53e00c1dbea26c8737f08486edb7e45a1009"),
        "texas_4_classes" => (28586, "2da438ba7f41fd82e0953e2c9f63ef18e5a58da51ae6369cb5f5010bdf0e67bd",
            "7ad158128fd1ce9ac08f8e6889fb20836b1709e5992fb819f0ab456cd6a94a8a"),
        _ => (null, null, null),
    };
}
