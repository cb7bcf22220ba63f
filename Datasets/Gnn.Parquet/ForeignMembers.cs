namespace Gnn.Parquet;

/// <summary>Every type and member of Parquet.Net that this adapter uses: what another release of Parquet.Net must have.</summary>
/// <remarks>A test holds the list to the compiled adapter and to the Parquet.Net that is loaded, so that it cannot fall behind.</remarks>
internal static class ForeignMembers
{
    public static IReadOnlyList<string> All { get; } =
    [
    ];
}
