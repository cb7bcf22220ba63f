namespace Gnn.Cli.Output;

/// <summary>Whether a folder can be written, asked before the work whose result it takes.</summary>
internal static class OutputFolders
{
    /// <summary>Passes a folder that is not there, in one that is and that can be written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="overwrites">Whether one that is there is replaced.</param>
    internal static void CheckWritable(string folder, bool overwrites)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!overwrites && Directory.Exists(full))
        {
            throw new UsageException($"the folder '{folder}' is there already: name another, or give --force to replace what an earlier run wrote.");
        }

        // The new folder is written beside the old one, as a file would be.
        OutputFiles.CheckWritable(full + ".json");
        if (File.Exists(full))
        {
            throw new UsageException($"'{folder}' is a file: name a folder.");
        }
    }
}
