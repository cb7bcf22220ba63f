using Gnn.Tensors.Files;
using Microsoft.Win32.SafeHandles;

namespace Gnn.Sampling.Features;

/// <summary>Opens the .npy files that stores read rows from.</summary>
internal static class FeatureFile
{
    /// <summary>Opens a table and checks its header against the file's length.</summary>
    /// <param name="path">The file.</param>
    /// <param name="takesHalf">Whether 16-bit numbers are taken as well as 32-bit ones.</param>
    /// <param name="header">What the header says.</param>
    /// <returns>The open file.</returns>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, damaged, or no table that can be read by rows.</exception>
    public static SafeFileHandle Open(string path, bool takesHalf, out NpyHeader header)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            // The stream would close the handle that it is given.
            using var borrowed = new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false);
            using var stream = new FileStream(borrowed, FileAccess.Read, bufferSize: 0);
            header = NpyHeader.Read(stream, path);
            Check(header, path, takesHalf);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static void Check(NpyHeader header, string path, bool takesHalf)
    {
        if (header.Type != NpyType.Float32 && !(takesHalf && header.Type == NpyType.Float16))
        {
            throw new DataFormatException(
                path,
                "header",
                $"expected elements of <f4{(takesHalf ? " or <f2" : "")}, got {header.Type}",
                !takesHalf && header.Type == NpyType.Float16 ? "Read it by a FileFeatureStore, which widens them, or save a.astype('<f4')." : "Save a.astype('<f4').");
        }

        if (header.Shape.Rank != 2 || header.Shape[0] > int.MaxValue || header.Shape[1] > int.MaxValue)
        {
            throw new DataFormatException(path, "header", $"expected a table [N, F] of at most 2^31 - 1 rows and columns, got {header.Shape}", "Reshape the array before saving.");
        }

        if (header.IsColumnMajor)
        {
            throw new DataFormatException(
                path, "header", "expected rows one after another (C order), got columns (Fortran order)", "Save it with numpy.save(path, numpy.ascontiguousarray(a)).");
        }
    }
}
