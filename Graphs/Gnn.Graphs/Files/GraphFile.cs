using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Memory;

namespace Gnn.Graphs.Files;

/// <summary>A graph or another structure, or a whole data set, in one file, which opens by memory mapping: at once, whatever its size, and even where it is
/// larger than memory.</summary>
/// <remarks>
/// <para>The file has a header of 64 bytes with a version, the arrays as they lie in memory, each at a multiple of 64 bytes, a table of them with a checksum
/// for each, and a footer of 64 bytes with the table's checksum and the file's length. Header, footer, table and all lengths are checked against one another
/// and against the file's length at open; the arrays are not read until they are used. So a truncated file and one of another kind are refused at open, an
/// altered array by <see cref="Verify"/>, which finds every single changed byte. A checksum tells of accidents: it does not tell who wrote a file. Verify a
/// file from elsewhere before its first use, because operations trust the indices of a graph.</para>
/// <para>Costs of a graph: 28 bytes for each edge, 8 for each node, and the columns. Its structure is saved with the transpose, so nothing is made after
/// opening; so are a hypergraph's members, and the edges of a heterogeneous graph's types but for those with few edges of many nodes. The histories of a
/// temporal graph and the structures of the two signs of a signed one are made at first use. Splits are copied, and so are the offsets of a set's graphs.</para>
/// <para>The opened arrays are for reading, and the system keeps them from being written: do not write through <see cref="NativeArray{T}.Pointer"/> or a span
/// of them, which ends the process. A program that replaces the file by a new one, as <see cref="Save(IGraphStructure, string, CancellationToken)"/> does,
/// does not disturb those that have it open, but one that cuts it short while it is mapped ends them; Windows refuses both.</para>
/// </remarks>
public static class GraphFile
{
    /// <summary>What the names of graph files end with: <c>.gnn</c>.</summary>
    public const string Extension = ".gnn";

    /// <summary>Saves a structure whole or not at all.</summary>
    /// <param name="structure">The structure. Columns keep their types; a column on a device is read from there piece by piece.</param>
    /// <param name="path">The file; one that is there is replaced, and its folder is made if need be.</param>
    /// <param name="cancellation">Stops the writing and leaves an old file as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, the structure is none of this library's, or a name holds half a surrogate
    /// pair.</exception>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Save(IGraphStructure structure, string path, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(structure);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Sections(structure).Write(path, cancellation);
        GC.KeepAlive(structure);
    }

    /// <summary>Saves a data set, with its splits and names, whole or not at all.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="path">The file; one that is there is replaced, and its folder is made if need be.</param>
    /// <param name="note">A text that is kept with it, for example of what it was made; <see cref="ReadNote"/> gives it back.</param>
    /// <param name="cancellation">Stops the writing and leaves an old file as it was.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, the structure is none of this library's, a split is of another number of nodes,
    /// or a name holds half a surrogate pair.</exception>
    /// <exception cref="ObjectDisposedException">The structure was disposed.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder does not allow it.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static void Save(Dataset dataset, string path, string note = "", CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(note);
        SectionWriter file = Sections(dataset.Structure);
        using PartList copies = DatasetSections.Write(file, dataset, note);
        file.Write(path, cancellation);
        GC.KeepAlive(dataset);
    }

    /// <summary>Opens a saved graph, as <see cref="Open{T}"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="engine">Where the columns are; the default engine if null.</param>
    /// <param name="check">How much of the file is checked first.</param>
    /// <returns>The graph, owned by the caller. Equal to the one saved, but for floating columns that the engine has in another type.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or the check is none.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, altered, or holds something else; the message names the place.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static Graph Open(string path, Engine? engine = null, GraphFileCheck check = GraphFileCheck.Layout) => Open<Graph>(path, engine, check);

    /// <summary>Opens a saved structure. Its arrays lie in the file, which stays mapped as long as the structure or one derived from it has them.</summary>
    /// <typeparam name="T">The kind that is expected, for example <see cref="Graph"/>; <see cref="IGraphStructure"/> for any.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="engine">Where the columns are; the default engine if null. A column lies in the file where the engine works in host memory and, for floating
    /// columns, in their type; else it is copied to the engine.</param>
    /// <param name="check">How much of the file is checked first.</param>
    /// <returns>The structure, owned by the caller. Equal to the one saved, but for floating columns that the engine has in another type. Splits and names that
    /// the file may hold are left.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or the check is none.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated, altered, or holds something else; the message names the place, or the two kinds.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static T Open<T>(string path, Engine? engine = null, GraphFileCheck check = GraphFileCheck.Layout)
        where T : class, IGraphStructure
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SectionFile file = SectionFile.Open(path);
        StructureKind.Check<T>(file);
        GraphFileVerifier.Check(file, check);
        Engine target = engine ?? Engine.Default;
        return (T)StructureKind.Of(file).ReadFrom(file, _ => target);
    }

    /// <summary>Opens a saved data set, or a saved structure as one without splits and names. Arrays and names lie in the file, which stays mapped as long as
    /// something has them.</summary>
    /// <param name="path">The file, of any kind of structure.</param>
    /// <param name="engine">Where the columns are, as for <see cref="Open{T}"/>; the default engine if null.</param>
    /// <param name="check">How much of the file is checked first.</param>
    /// <returns>The data set, owned by the caller. Names are made as strings when they are asked for, and may be read after the data set was disposed.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or the check is none.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated or altered; the message names the place. A name's offsets are looked at when it is asked for, and
    /// its list throws this too.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static Dataset OpenDataset(string path, Engine? engine = null, GraphFileCheck check = GraphFileCheck.Layout)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SectionFile file = SectionFile.Open(path);
        return ReadDataset(file, engine, check);
    }

    /// <summary>Opens a saved data set, as <see cref="OpenDataset"/> does, if it was saved with a note. Both are of one file, even if another takes its place
    /// meanwhile.</summary>
    /// <param name="path">The file, of any kind of structure.</param>
    /// <param name="note">The note that it must have; empty for none.</param>
    /// <param name="engine">Where the columns are; the default engine if null.</param>
    /// <param name="check">How much of the file is checked first.</param>
    /// <returns>The data set, owned by the caller; null if the file has another note, and then its arrays are not checked.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, <paramref name="note"/> is null, or the check is none.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated or altered; the message names the place.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static Dataset? OpenDatasetWithNote(string path, string note, Engine? engine = null, GraphFileCheck check = GraphFileCheck.Layout)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(note);
        using SectionFile file = SectionFile.Open(path);
        return DatasetSections.ReadNote(file) == note ? ReadDataset(file, engine, check) : null;
    }

    /// <summary>Reads the note that was saved with a data set, and nothing else.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The note, empty if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="DataFormatException">The file is truncated or altered.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    public static string ReadNote(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SectionFile file = SectionFile.Open(path);
        return DatasetSections.ReadNote(file);
    }

    /// <summary>Reads a whole file and looks for whatever is wrong with it: bytes that are not those that were written, indices out of range, a structure and
    /// a transpose that disagree, an edge without the reverse that the graph says it has, times that fall, signs that are none, names that are no texts.</summary>
    /// <param name="path">The file, of any kind of structure.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The report. Every single changed byte is found, wherever it is; of arbitrary changes to an array, one in 2^32 goes unseen. Costs one reading of the
    /// file on all processors and a walk over its structures.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="PlatformNotSupportedException">The machine is big-endian.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static GraphFileReport Verify(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using SectionFile file = SectionFile.Open(path);
            return GraphFileVerifier.Run(file, cancellation);
        }
        catch (DataFormatException exception)
        {
            return new GraphFileReport(path, Contents: "", SectionCount: 0, new FileInfo(path).Length, [GraphFileVerifier.WithoutPath(exception)]);
        }
    }

    private static Dataset ReadDataset(SectionFile file, Engine? engine, GraphFileCheck check)
    {
        GraphFileVerifier.Check(file, check);
        Engine target = engine ?? Engine.Default;
        return DatasetSections.Read(file, _ => target);
    }

    private static SectionWriter Sections(IGraphStructure structure)
    {
        StructureKind kind = StructureKind.Of(structure);
        var file = new SectionWriter(kind.Name);
        kind.WriteTo(structure, file);
        return file;
    }
}
