namespace Gnn.Datasets.Networks;

/// <summary>The data sets that are one network each, without features.</summary>
internal static class NetworkSources
{
    /// <summary>The data sets.</summary>
    public static IReadOnlyList<DatasetEntry> Entries { get; } =
    [
        .. MultiLabelSources.Entries,
        .. AirportSources.Entries,
        .. SealSources.Entries,
        .. SnapSources.Entries,
        .. LargeSources.Entries,
    ];

    /// <summary>Finds a data set among some.</summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is none of them; the message lists them.</exception>
    public static DatasetEntry Find(IReadOnlyList<DatasetEntry> entries, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return entries.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"'name' must be one of {string.Join(", ", entries.Select(entry => entry.Name))}, got '{name}'.", nameof(name));
    }
}
