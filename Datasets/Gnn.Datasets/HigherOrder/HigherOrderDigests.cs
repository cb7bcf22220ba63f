using System.Globalization;

namespace Gnn.Datasets.HigherOrder;

/// <summary>Sizes and SHA-256 of the published files of HyperGCN and ScHoLP.</summary>
internal static class HigherOrderDigests
{
    private static readonly Dictionary<string, Dictionary<string, string>> Tables = new()
    {
        ["cocitation/cora"] = new()
        {
            ["features.pickle"] = "404937 a20ab3c4903d6cf97d277f5ce8d26735e31d08c888cdd11e3f0a5bb78d7c0602",
            ["hypergraph.pickle"] = "101905 49abc7fff72a07de24e50d9d740d5cc63a32a40b2508995c16816fcb2729de80",
            ["labels.pickle"] = "5436 0e6edd0d971dde22c1116fa662362262163a7a6d557eafd60ac6857de4569527",
            ["1.pickle"] = "51582 858c01eb7840ccde5658cf6dbd390306d7207e761dd5a7de3144ec5fcf7c1c50",
            ["2.pickle"] = "51582 653cab3ccc01e47a88316a43623798fe7a60ea09810f07876ec335dbba4453c8",
            ["3.pickle"] = "51582 5b59c16558e62a75ab57f8a344c563a860c104bd098506a04c356d0e98f7fd21",
            ["4.pickle"] = "51582 cc7be482e7ecfe3f0a2ac464c9df971327fe4e1170f146e26e87bf9dcaaaa79d",
            ["5.pickle"] = "51582 b2046f5a3421ebd91fc14fc676756dfae46493a5b6896d4b1d5dbf372e9e5f4e",
            ["6.pickle"] = "51582 b555c4f43bf8789cb6f0c356f3ea472c22e889ab52029730c470d420e6787470",
            ["7.pickle"] = "51582 06eca0840479684d1b61f96d86cc02b70e7afedda24d478dec7007b367c4460e",
            ["8.pickle"] = "51582 6e0b4b5b8ed3d78c7d50804f05099ab611d2a949c811751e60b296fbabc405d5",
            ["9.pickle"] = "51582 83065eeb78458770e371f4db6840511abb9daf03881424dff6735346e33ea749",
            ["10.pickle"] = "51582 81671577cded62c8b9c0cb3d2fdec3207432bf30b129d4f4cef430ef9bd8412c",
        },
        ["coauthorship/cora"] = new()
        {
            ["features.pickle"] = "404937 a20ab3c4903d6cf97d277f5ce8d26735e31d08c888cdd11e3f0a5bb78d7c0602",
            ["hypergraph.pickle"] = "37783 777d661210bdd122a4ce25284e07c6368e875a28122e75dca912c631db0935f6",
            ["labels.pickle"] = "5436 0e6edd0d971dde22c1116fa662362262163a7a6d557eafd60ac6857de4569527",
            ["1.pickle"] = "51582 858c01eb7840ccde5658cf6dbd390306d7207e761dd5a7de3144ec5fcf7c1c50",
            ["2.pickle"] = "51582 653cab3ccc01e47a88316a43623798fe7a60ea09810f07876ec335dbba4453c8",
            ["3.pickle"] = "51582 5b59c16558e62a75ab57f8a344c563a860c104bd098506a04c356d0e98f7fd21",
            ["4.pickle"] = "51582 cc7be482e7ecfe3f0a2ac464c9df971327fe4e1170f146e26e87bf9dcaaaa79d",
            ["5.pickle"] = "51582 b2046f5a3421ebd91fc14fc676756dfae46493a5b6896d4b1d5dbf372e9e5f4e",
            ["6.pickle"] = "51582 b555c4f43bf8789cb6f0c356f3ea472c22e889ab52029730c470d420e6787470",
            ["7.pickle"] = "51582 06eca0840479684d1b61f96d86cc02b70e7afedda24d478dec7007b367c4460e",
            ["8.pickle"] = "51582 6e0b4b5b8ed3d78c7d50804f05099ab611d2a949c811751e60b296fbabc405d5",
            ["9.pickle"] = "51582 83065eeb78458770e371f4db6840511abb9daf03881424dff6735346e33ea749",
            ["10.pickle"] = "51582 81671577cded62c8b9c0cb3d2fdec3207432bf30b129d4f4cef430ef9bd8412c",
        },
        ["cocitation/pubmed"] = new()
        {
            ["hypergraph.pickle"] = "301672 2814bec14eee7a9358781f0ae08dd2d15958754331aad7cf8d4ae7a5fd29cceb",
            ["labels.pickle"] = "374809 1babaf269f6bc2c1453b9d4178d71c018575beb527576e29a3681e8414200827",
        },
        ["coauthorship/dblp"] = new()
        {
            ["hypergraph.pickle"] = "750549 a8dbbed2041a8c1b836cbc29986ca777128eb9d75f2e006da899a801971f3278",
            ["labels.pickle"] = "82711 8c95becadfa803f4dcfa56d535758619622a5f80ed18b481ab854754cd5927c8",
        },
        ["email-Enron"] = new()
        {
            ["email-Enron-nverts.txt.gz"] = "2903 1990254c76b2a6c0d19b9037ea6a311baf10ce7343e46a9be6f242762119f889",
            ["email-Enron-simplices.txt.gz"] = "13249 caa6044fab648c83b8b8ecb6f5051423d321f3f2a7b1f3dc6b6c8e4ace4566ef",
            ["email-Enron-times.txt.gz"] = "44979 8d69352d94655487f029ed0ac3049207fb1c8604786d35a1f2885a3eeee25bcb",
            ["email-Enron-node-labels.txt.gz"] = "1525 b2522a71b88a5c08aa0d8cec184b76cb8d3123789a5ae82b8e48e18d2b2e5ade",
        },
        ["contact-high-school"] = new()
        {
            ["contact-high-school-nverts.txt.gz"] = "11160 14161db20545136bbc616b93570abcf0b7aa970bcf01a59fa93734ce3ac616da",
            ["contact-high-school-simplices.txt.gz"] = "224475 4b3d65ffcd3ec19ad74a4e7ba37678519153bee2a765ec9a39f9796902e38523",
            ["contact-high-school-times.txt.gz"] = "20110 6a748520b78a6567bbb1d9941372d10f03de6d9be2c66aed74f74047d3b0bb8e",
        },
        ["contact-primary-school"] = new()
        {
            ["contact-primary-school-nverts.txt.gz"] = "11345 2929d917b74784dde1ccfb823ffc4fe7add2cad2def16875389d913a723bbbd9",
            ["contact-primary-school-simplices.txt.gz"] = "204811 c1e6331f02b6d256abad242e590c0469acc899881ba014e397ec000716c9ff2e",
            ["contact-primary-school-times.txt.gz"] = "7955 0b6d7c72b5f4197bf30bc5b0c75b9d624ac43d6570b0a77215ce2ae4db7b71ea",
        },
        ["NDC-classes"] = new()
        {
            ["NDC-classes-nverts.txt.gz"] = "16096 69dc314ab410643c4c0b430bd9dde361ae877f48d401f0b4342153ce3ca33522",
            ["NDC-classes-simplices.txt.gz"] = "83641 8e1706ed874983865ea2143eb2e27ceacc6d86e1caf9688441d866ef1a9374ca",
            ["NDC-classes-times.txt.gz"] = "116698 db7bbe741ef2f1c849dd7dd9973ca79b2a34e42be003493fdbf6c9b423d1f922",
            ["NDC-classes-node-labels.txt.gz"] = "11434 5daa54284c6bba742e96ccc49fbf533bd15b5f89645fe0c18d14f8bb47d348b9",
            ["NDC-classes-simplex-labels.txt.gz"] = "189228 d5faf640e22a88f2f5b7a81c515695bd28c000ee0c777e7ee47ec274d277af9d",
        },
        ["congress-bills"] = new()
        {
            ["congress-bills-nverts.txt.gz"] = "112834 1eb594cd8ca0a67f80a5c65cb888a397163b6594d9d4d47d73f47f1ef5e81b25",
            ["congress-bills-simplices.txt.gz"] = "1210881 9bf93c8af8e6baac3a0d808e0d62027bd54ab50812b5fe1be079fd9c0c63df5a",
            ["congress-bills-times.txt.gz"] = "138313 289632e0c9d42c1ae4556bd9268e0cac3484893285d67d6e31ffdd78f3f5a401",
            ["congress-bills-node-labels.txt.gz"] = "19295 86ef0021b68b56076ae22f6168aed93bbf023d2ffd7179de534c85333f9efc6b",
        },
    };

    /// <summary>The size and digest of a file of a set, or nulls where the publisher's bytes are not known.</summary>
    /// <param name="set">The set, for example <c>cocitation/cora</c>.</param>
    /// <param name="name">The file's name.</param>
    public static (long? Length, string? Sha256) Of(string set, string name)
    {
        if (!Tables.TryGetValue(set, out Dictionary<string, string>? table) || !table.TryGetValue(name, out string? digest))
        {
            return (null, null);
        }

        string[] parts = digest.Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
    }
}
