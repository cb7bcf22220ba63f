namespace Gnn.Graphs.Links;

/// <summary>How the structure of a graph alone says how likely two nodes have a link; higher is likelier.</summary>
/// <remarks>
/// N(u) are the different neighbours of node u, d(u) = |N(u)|, A the matrix of zeros and ones that N stands for. The heuristics are compared in Liben-Nowell
/// and Kleinberg, "The link-prediction problem for social networks", 2007.
/// </remarks>
public enum LinkHeuristic
{
    /// <summary>How many neighbours the two have in common. Newman, "Clustering and preferential attachment in growing networks", 2001.
    /// <code>|N(u) ∩ N(v)|</code></summary>
    CommonNeighbors,

    /// <summary>Common neighbours, those of few links counted more. Adamic and Adar, "Friends and neighbors on the Web", 2003.
    /// <code>sum of 1 / log d(w) over w in N(u) ∩ N(v)</code></summary>
    AdamicAdar,

    /// <summary>Common neighbours, each of which hands on one unit in equal parts. Zhou, Lü and Zhang, "Predicting missing links via local information", 2009.
    /// <code>sum of 1 / d(w) over w in N(u) ∩ N(v)</code></summary>
    ResourceAllocation,

    /// <summary>The share of common neighbours among all of the two, 0 if they have none. Jaccard, "Étude comparative de la distribution florale dans une
    /// portion des Alpes et du Jura", 1901.
    /// <code>|N(u) ∩ N(v)| / |N(u) ∪ N(v)|</code></summary>
    Jaccard,

    /// <summary>The product of the degrees. Barabási and Albert, "Emergence of scaling in random networks", 1999.
    /// <code>d(u) d(v)</code></summary>
    PreferentialAttachment,

    /// <summary>The walks between the two, long ones damped. Katz, "A new status index derived from sociometric analysis", 1953.
    /// <code>sum of beta^l (A^l)[u, v] over l = 1, 2, ... = ((I - beta A)^-1 - I)[u, v]</code></summary>
    Katz,

    /// <summary>How often a walk that now and then starts anew at one of the two is at the other, both ways added up, as in Zhang and Chen, "Link prediction
    /// based on graph neural networks", 2018. Page, Brin, Motwani and Winograd, "The PageRank citation ranking: bringing order to the Web", 1999.
    /// <code>p_u[v] + p_v[u], where p_u = alpha P^T p_u + (1 - alpha) e_u and P[i, j] = A[i, j] / d(i)</code></summary>
    PersonalizedPageRank,

    /// <summary>One over the number of edges of a shortest path, 0 where there is no path; a link that the graph has scores 1.
    /// <code>1 / dist(u, v)</code></summary>
    ShortestPath,
}
