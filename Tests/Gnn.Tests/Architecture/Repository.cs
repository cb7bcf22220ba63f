using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Gnn.Tests.Architecture;

/// <summary>The working tree that these tests were compiled from.</summary>
internal static class Repository
{
    private static readonly string[] GeneratedFolders = ["artifacts", "bin", "obj", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder that holds Gnn.sln.</summary>
    public static string Root { get; } = FindRoot(TestContext.CurrentContext.TestDirectory) ?? FindRoot(SourceFolder())
        ?? throw new DirectoryNotFoundException("No folder above the tests or their sources holds Gnn.sln.");

    /// <summary>The files of a tree that people wrote: none in a folder that a build makes, none in a folder whose name starts with a dot.</summary>
    public static IEnumerable<string> Files(string root, string pattern)
    {
        foreach (string file in Directory.EnumerateFiles(root, pattern).Order(StringComparer.Ordinal))
        {
            yield return file;
        }

        foreach (string folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(folder);
            if (name[0] == '.' || GeneratedFolders.Contains(name))
            {
                continue;
            }

            foreach (string file in Files(folder, pattern))
            {
                yield return file;
            }
        }
    }

    /// <summary>A path below the root with forward slashes, as messages and tables name it.</summary>
    public static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private static string? FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Gnn.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
