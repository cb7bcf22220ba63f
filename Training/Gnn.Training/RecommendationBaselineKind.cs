namespace Gnn.Training;

/// <summary>What recommends without gradient descent.</summary>
public enum RecommendationBaselineKind
{
    /// <summary>Items by their number of training users, the same for everybody.</summary>
    Popularity,

    /// <summary>Items that were chosen by the users of those that the user chose.</summary>
    /// <remarks><code>score of item i for user u = sum over items j of u among the k nearest of i of |users of i and j| / (sqrt(|users of i| |users of j|) + shrinkage)</code></remarks>
    ItemKnn,

    /// <summary>Matrix factorisation by alternating least squares over all pairs, those without an interaction counting little.</summary>
    /// <remarks>
    /// <code>sum over interactions of (x_u . y_i - 1)^2 + a sum over all pairs (x_u . y_i)^2 + lambda (sum over u of w_u |x_u|^2 + sum over i of w_i |y_i|^2)</code>
    /// w_u = |items of u| + a |items|, w_i alike. Y. Hu, Y. Koren and C. Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", 2008; S. Rendle, W. Krichene, L. Zhang
    /// and Y. Koren, "Revisiting the Performance of iALS on Item Recommendation Benchmarks", 2022, in the form of which it is.
    /// </remarks>
    ImplicitAls,
}
