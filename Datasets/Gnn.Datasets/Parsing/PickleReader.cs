using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Reads data from Python pickles, protocols 0 to 5, without running anything.</summary>
/// <remarks>
/// A pickle is a program for a small machine that may call any Python function. This machine knows None, truth values, integers of 64 bits, floats,
/// strings, tuples, lists, dictionaries, sets, numpy arrays and scalars and scipy CSR matrices, and refuses every other name. It does not
/// recurse, it checks every length against the file before it allocates, and its memory is bounded by the size of the file.
/// </remarks>
internal static class PickleReader
{
    /// <summary>Reads the one value in a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The value.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, hostile or not a pickle.</exception>
    public static PickleValue Read(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > Array.MaxLength)
        {
            throw new DataFormatException(path, "", $"expected a pickle of at most {Array.MaxLength} bytes, got {length}");
        }

        return Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads the one value in memory; strings and arrays in it are runs of <paramref name="bytes"/>.</summary>
    /// <param name="bytes">The pickle.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The value.</returns>
    /// <exception cref="DataFormatException">The bytes are truncated, damaged, hostile or not a pickle.</exception>
    public static PickleValue Read(byte[] bytes, string path) => new PickleMachine(bytes, path).Run();
}
