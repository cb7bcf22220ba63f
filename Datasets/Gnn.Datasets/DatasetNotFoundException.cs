using System.Text;

namespace Gnn.Datasets;

/// <summary>Files of a data set are missing and could not be downloaded.</summary>
/// <remarks>The message lists each file with the place it belongs to and the address it comes from, so that it can be fetched by hand.</remarks>
public sealed class DatasetNotFoundException : IOException
{
    /// <summary>Creates the exception from the files that are missing.</summary>
    /// <param name="root">The data root that was searched.</param>
    /// <param name="missing">The files that are not there.</param>
    /// <param name="inner">Why they could not be downloaded, if that was tried.</param>
    /// <exception cref="ArgumentNullException"><paramref name="root"/> or <paramref name="missing"/> is null.</exception>
    public DatasetNotFoundException(DataRoot root, IReadOnlyList<RemoteFile> missing, Exception? inner = null)
        : base(Compose(root, missing, inner), inner)
    {
        Root = root.Path;
        Missing = missing;
    }

    /// <summary>The data root that was searched.</summary>
    public string Root { get; }

    /// <summary>The files that are not there.</summary>
    public IReadOnlyList<RemoteFile> Missing { get; }

    private static string Compose(DataRoot root, IReadOnlyList<RemoteFile> missing, Exception? inner)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(missing);
        var text = new StringBuilder();
        text.Append($"{missing.Count} data file(s) are missing under '{root.Path}' ({root.Origin})");
        text.Append(inner is null ? "." : $" and could not be downloaded: {inner.Message.TrimEnd('.')}.");
        foreach (RemoteFile file in missing)
        {
            text.Append('\n').Append($"  {root.Locate(file)}  from  {file.Source}");
        }

        return text.Append('\n').Append("Put the files there, or name another root (the --data option or the GNN_DATA variable).").ToString();
    }
}
