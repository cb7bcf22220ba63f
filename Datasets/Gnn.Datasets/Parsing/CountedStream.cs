using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Passes on a stream that is read forwards and refuses to go beyond so many bytes.</summary>
/// <param name="source">The stream, which is left open.</param>
/// <param name="most">The most bytes.</param>
/// <param name="path">The file, for messages.</param>
internal sealed class CountedStream(Stream source, long most, string path) : Stream
{
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int got = source.Read(buffer);
        _read += got;
        return _read <= most ? got : throw new DataFormatException(path, "", $"expected at most {most} bytes once unpacked, got more", Expansion.Cure);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
