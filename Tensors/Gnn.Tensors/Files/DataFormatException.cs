namespace Gnn.Tensors.Files;

/// <summary>A file is not what its format says: truncated, altered, hostile, or another format altogether.</summary>
/// <remarks>The message reads "PATH: WHERE: expected X, got Y. CURE", so that it can be shown to a user as it is.</remarks>
public sealed class DataFormatException : Exception
{
    /// <summary>Creates the exception from its parts.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="place">The line or byte offset, for example <c>line 12</c> or <c>offset 0x1f4</c>; empty if the whole file is meant.</param>
    /// <param name="problem">What was expected and what was found.</param>
    /// <param name="cure">What the user can do; empty if nothing is known.</param>
    /// <param name="inner">The exception that led to this one, if any.</param>
    public DataFormatException(string path, string place, string problem, string cure = "", Exception? inner = null)
        : base(Compose(path, place, problem, cure), inner)
    {
        Path = path;
        Place = place;
    }

    /// <summary>The file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>The line or byte offset; empty if the whole file is meant.</summary>
    public string Place { get; }

    private static string Compose(string path, string place, string problem, string cure)
    {
        string where = place.Length == 0 ? path : $"{path}: {place}";
        string ended = problem.EndsWith('.') ? problem : problem + ".";
        return cure.Length == 0 ? $"{where}: {ended}" : $"{where}: {ended} {cure}";
    }
}
