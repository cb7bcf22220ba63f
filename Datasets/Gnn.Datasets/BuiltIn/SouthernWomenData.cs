namespace Gnn.Datasets.BuiltIn;

/// <summary>Who of 18 women was at which of 14 informal social events of one year in a town of the American South.</summary>
/// <remarks>Davis, Gardner, Gardner, Deep South: A Social Anthropological Study of Caste and Class, 1941. Women and events are numbered from 0 in the order
/// of the book's chart.</remarks>
internal static class SouthernWomenData
{
    /// <summary>The number of women.</summary>
    public const int WomanCount = 18;

    /// <summary>The number of events.</summary>
    public const int EventCount = 14;

    /// <summary>The women's names, <c>[18]</c>.</summary>
    public static IReadOnlyList<string> Women { get; } =
    [
        "Evelyn Jefferson", "Laura Mandeville", "Theresa Anderson", "Brenda Rogers", "Charlotte McDowd", "Frances Anderson",
        "Eleanor Nye", "Pearl Oglethorpe", "Ruth DeSand", "Verne Sanderson", "Myra Liddell", "Katherine Rogers",
        "Sylvia Avondale", "Nora Fayette", "Helen Lloyd", "Dorothy Murchison", "Olivia Carleton", "Flora Price",
    ];

    /// <summary>The attendances as pairs of a woman and an event, sorted, <c>[2 * 89]</c>.</summary>
    public static ReadOnlySpan<int> Pairs =>
    [
        0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 7, 0, 8,
        1, 0, 1, 1, 1, 2, 1, 4, 1, 5, 1, 6, 1, 7,
        2, 1, 2, 2, 2, 3, 2, 4, 2, 5, 2, 6, 2, 7, 2, 8,
        3, 0, 3, 2, 3, 3, 3, 4, 3, 5, 3, 6, 3, 7,
        4, 2, 4, 3, 4, 4, 4, 6,
        5, 2, 5, 4, 5, 5, 5, 7,
        6, 4, 6, 5, 6, 6, 6, 7,
        7, 5, 7, 7, 7, 8,
        8, 4, 8, 6, 8, 7, 8, 8,
        9, 6, 9, 7, 9, 8, 9, 11,
        10, 7, 10, 8, 10, 9, 10, 11,
        11, 7, 11, 8, 11, 9, 11, 11, 11, 12, 11, 13,
        12, 6, 12, 7, 12, 8, 12, 9, 12, 11, 12, 12, 12, 13,
        13, 5, 13, 6, 13, 8, 13, 9, 13, 10, 13, 11, 13, 12, 13, 13,
        14, 6, 14, 7, 14, 9, 14, 10, 14, 11,
        15, 7, 15, 8,
        16, 8, 16, 10,
        17, 8, 17, 10,
    ];
}
