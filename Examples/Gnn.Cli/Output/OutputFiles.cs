namespace Gnn.Cli.Output;

/// <summary>Whether a file can be written, asked before the work whose result it takes.</summary>
internal static class OutputFiles
{
    internal static void CheckWritable(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"'{file}' cannot be written: the folder '{folder}' does not exist; create it, or name another.");
        }

        if (Directory.Exists(file))
        {
            throw new UsageException($"'{file}' is a folder: name a file in it.");
        }

        try
        {
            // What cannot be made beside the file cannot be moved onto it.
            using FileStream probe = new(Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be written: {exception.Message}");
        }
    }
}
