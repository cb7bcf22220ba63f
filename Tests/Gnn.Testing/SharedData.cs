using NUnit.Framework;

namespace Gnn.Testing;

/// <summary>Finds real data files; a test that needs one is skipped where it is absent.</summary>
public static class SharedData
{
    /// <summary>Finds a file or folder, or skips the running test.</summary>
    /// <param name="relative">Its path under the data root, with <c>/</c> between parts.</param>
    /// <returns>The full path.</returns>
    public static string Require(string relative)
    {
        foreach (string root in Roots())
        {
            string path = Path.Combine([root, .. relative.Split('/')]);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        Assert.Ignore($"'{relative}' is in no data folder: set GNN_DATA, or put it under shared/data above the tests.");
        return "";
    }

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("GNN_DATA") is { Length: > 0 } named)
        {
            yield return named;
        }

        for (DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "data");
        }
    }
}
