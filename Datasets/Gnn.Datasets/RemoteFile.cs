namespace Gnn.Datasets;

/// <summary>A file that a loader needs: its place under the data root, where the public serves it, and what it must contain.</summary>
public sealed record RemoteFile
{
    /// <summary>Describes a file.</summary>
    /// <param name="family">The folder under the data root, with <c>/</c> between its parts, for example <c>planetoid</c>.</param>
    /// <param name="name">The file's name in that folder.</param>
    /// <param name="source">Where it is downloaded from; HTTPS.</param>
    /// <param name="length">Its size in bytes, at least 0; null if the publisher's bytes are not known.</param>
    /// <param name="sha256">The SHA-256 of its content, 64 hexadecimal digits; null if the publisher's bytes are not known.</param>
    /// <exception cref="ArgumentNullException"><paramref name="family"/>, <paramref name="name"/> or <paramref name="source"/> is null.</exception>
    /// <exception cref="ArgumentException">A name would leave the data root, the source is not HTTPS, or the digest is not 64 hexadecimal digits.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public RemoteFile(string family, string name, Uri source, long? length = null, string? sha256 = null)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        foreach (string part in (string[])[.. family.Split('/'), name])
        {
            if (part.Length == 0 || part is "." or ".." || part.AsSpan().ContainsAny('/', '\\', ':'))
            {
                throw new ArgumentException($"'{family}/{name}' must be a path of plain names below the data root, got the part '{part}'.", nameof(name));
            }
        }

        if (!source.IsAbsoluteUri || source.Scheme != Uri.UriSchemeHttps)
        {
            throw new ArgumentException($"'source' must be an absolute https address, got '{source}'.", nameof(source));
        }

        if (sha256 is not null && (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigit)))
        {
            throw new ArgumentException($"'sha256' must be 64 hexadecimal digits, got '{sha256}'.", nameof(sha256));
        }

        Family = family;
        Name = name;
        Source = source;
        Length = length;
        Sha256 = sha256;
    }

    /// <summary>The folder under the data root, with <c>/</c> between its parts.</summary>
    public string Family { get; }

    /// <summary>The file's name in its folder.</summary>
    public string Name { get; }

    /// <summary>Where the file is downloaded from.</summary>
    public Uri Source { get; }

    /// <summary>The file's size in bytes, or null.</summary>
    public long? Length { get; }

    /// <summary>The SHA-256 of the file's content, 64 hexadecimal digits, or null.</summary>
    public string? Sha256 { get; }
}
