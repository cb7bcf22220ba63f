namespace Gnn.Training;

/// <summary>How the embeddings of a user and an item become a score.</summary>
public enum RecommendationSimilarity
{
    /// <summary>Their inner product.</summary>
    InnerProduct,

    /// <summary>The cosine of the angle between them.</summary>
    Cosine,
}
