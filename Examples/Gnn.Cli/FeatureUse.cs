namespace Gnn.Cli;

/// <summary>What is done to the features of a graph before they are used.</summary>
internal enum FeatureUse
{
    /// <summary>Nothing.</summary>
    Stored,

    /// <summary>They are for a model, as they are: nodes without features are known by who they are.</summary>
    Raw,

    /// <summary>They are for a model, normalised: by row for data sets and graph files, by column for own tables.</summary>
    Normalized,
}
