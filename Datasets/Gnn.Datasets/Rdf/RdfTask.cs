namespace Gnn.Datasets.Rdf;

/// <summary>What of an RDF graph is classified, and by which columns of its tables.</summary>
/// <param name="Name">The name of the data set's archive and triples, for example <c>aifb</c>.</param>
/// <param name="Instance">The column of the labelled nodes' IRIs.</param>
/// <param name="Label">The column of their classes.</param>
internal sealed record RdfTask(string Name, string Instance, string Label)
{
    /// <summary>The table of all labelled nodes.</summary>
    public const string Complete = "completeDataset.tsv";

    /// <summary>The table of those that train.</summary>
    public const string Training = "trainingSet.tsv";

    /// <summary>The table of those that test.</summary>
    public const string Test = "testSet.tsv";

    /// <summary>The triples, without the relations that tell the classes.</summary>
    public string Triples => $"{Name}_stripped.nt.gz";

    /// <summary>The archive of all four.</summary>
    public string Archive => $"{Name}.tgz";
}
