namespace Gnn.Tests.Architecture;

/// <summary>What one project may reference: the arrows of the architecture, one rule a project.</summary>
/// <param name="Name">The project.</param>
/// <param name="Kind">Its part in the house.</param>
/// <param name="Projects">The projects it may reference; null allows every project that is no adapter.</param>
/// <param name="Packages">The packages it may reference; null allows every package that is no adapter's.</param>
internal sealed record ProjectRule(string Name, ProjectKind Kind, string[]? Projects, string[]? Packages)
{
    /// <summary>The whole table.</summary>
    public static IReadOnlyList<ProjectRule> All { get; } =
    [
        new("Gnn.Tensors", ProjectKind.Library, [], ["System.Numerics.Tensors"]),
        new("Gnn.Graphs", ProjectKind.Library, ["Gnn.Tensors"], ["MathNet.Numerics"]),
        new("Gnn.Datasets", ProjectKind.Library, ["Gnn.Graphs", "Gnn.Tensors"], ["CsvHelper"]),
        new("Gnn.Sampling", ProjectKind.Library, ["Gnn.Graphs", "Gnn.Tensors"], []),
        new("Gnn.Layers", ProjectKind.Library, ["Gnn.Graphs", "Gnn.Tensors"], []),
        new("Gnn.Training", ProjectKind.Library, ["Gnn.Layers", "Gnn.Sampling", "Gnn.Graphs", "Gnn.Tensors"], []),
        new("Gnn.TorchSharp", ProjectKind.Adapter, ["Gnn.Tensors"], ["TorchSharp"]),
        new("Gnn.QuikGraph", ProjectKind.Adapter, ["Gnn.Graphs"], ["QuikGraph"]),
        new("Gnn.Parquet", ProjectKind.Adapter, ["Gnn.Datasets"], ["Parquet.Net"]),
        new("Gnn", ProjectKind.Meta, ["Gnn.Tensors", "Gnn.Graphs", "Gnn.Datasets", "Gnn.Sampling", "Gnn.Layers", "Gnn.Training"], []),
        new("Gnn.Cli", ProjectKind.Application, null, null),
        new("Gnn.Testing", ProjectKind.Free, null, null),
        new("Gnn.Tests", ProjectKind.Tests, null, null),
        new("Gnn.Benchmarks", ProjectKind.Free, null, null),
    ];

    /// <summary>The adapter that a package belongs to, for a package that not every registry carries: an adapter or the application may name it,
    /// under the adapter's condition. Null for every other package.</summary>
    public static string? AdapterOf(string package) => package switch
    {
        "QuikGraph" => "Gnn.QuikGraph",
        "Parquet.Net" => "Gnn.Parquet",
        _ when package.StartsWith("TorchSharp", StringComparison.Ordinal) || package.StartsWith("libtorch", StringComparison.Ordinal) => "Gnn.TorchSharp",
        _ => null,
    };

    /// <summary>The build property that says whether an adapter is in the build, as a project file reads it.</summary>
    public static string Switch(string adapter) => $"$({adapter.Replace(".", "", StringComparison.Ordinal)})";

    /// <summary>The condition under which an adapter or its package may be named.</summary>
    public static string Condition(string adapter) => $"'{Switch(adapter)}' == 'true'";
}
