using System.Buffers.Binary;
using System.IO.Compression;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>Unpacks a gzip file of one member or several, forwards, and checks all of it: each member's checksum and length, and that nothing is behind the last.</summary>
/// <remarks>
/// The platform's own stream takes a file that is cut short for a whole one and passes over what follows the last member. Here each member is unpacked as bare
/// deflate, and its end is where its checksum and length are found among the bytes that were read last.
/// </remarks>
internal sealed class GunzipStream : Stream
{
    private const string Refetch = "The file is truncated or damaged: fetch it again.";
    private const int Deflated = 8;
    private const int HeaderBytes = 10;
    private const int TrailerBytes = 8;
    private const int LongestName = 4096;

    // A member costs buffers of about 10 KB whatever is in it, so a file may not have many small ones.
    private const int FreeMembers = 4;
    private const int BytesPerMember = 4096;

    private readonly Stream _source;
    private readonly string _path;
    private readonly long _most;
    private DeflateStream? _member;
    private long _dataStart;
    private long _members;
    private long _memberLength;
    private long _read;
    private uint _crc;

    /// <summary>Begins at the first member.</summary>
    /// <param name="source">The file at its start, which can seek and is left open.</param>
    /// <param name="path">What to call it in messages.</param>
    public GunzipStream(Stream source, string path)
    {
        (_source, _path, _most) = (source, path, Expansion.Limit(source.Length));
    }

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
    /// <exception cref="DataFormatException">The file is damaged, cut short, followed by other bytes, or expands by more than is allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (_member is null)
            {
                if (_members > 0 && _source.Position == _source.Length)
                {
                    return 0;
                }

                Begin();
            }

            int got = Inflate(buffer);
            if (got > 0)
            {
                _crc = Crc32.Of(buffer[..got], _crc);
                _memberLength += got;
                _read += got;
                return _read <= _most ? got : throw Bad($"expected at most {_most} bytes from {_source.Length} that are packed, got more", Expansion.Cure);
            }

            End();
        }

        return 0;
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _member?.Dispose();
        base.Dispose(disposing);
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _member!.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw new DataFormatException(_path, "", $"expected a gzip file, got damaged data: {exception.Message}", Refetch, exception);
        }
    }

    /// <summary>Reads the header of a member: RFC 1952, section 2.3.</summary>
    private void Begin()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        long start = _source.Position;
        Fill(header);
        if (!Gzip.IsGzip(header) || header[2] != Deflated || (header[3] & 0xe0) != 0)
        {
            throw new DataFormatException(_path, $"offset 0x{start:x}", "expected the header of a gzip member packed by deflate, got another", Refetch);
        }

        if (++_members > FreeMembers + (_source.Length / BytesPerMember))
        {
            throw Bad($"expected members of {BytesPerMember} bytes or more, got {_members} in {_source.Position}", "Unpack the file and pack it again as one member.");
        }

        var flags = (HeaderFlags)header[3];
        if (flags.HasFlag(HeaderFlags.Extra))
        {
            Fill(header[..sizeof(ushort)]);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(header);
            _source.Position = Math.Min(_source.Position + length, _source.Length);
        }

        SkipText(flags.HasFlag(HeaderFlags.Name));
        SkipText(flags.HasFlag(HeaderFlags.Comment));
        if (flags.HasFlag(HeaderFlags.Checksum))
        {
            Fill(header[..sizeof(ushort)]);
        }

        _dataStart = _source.Position;
        (_memberLength, _crc) = (0, 0);
        _member = new DeflateStream(_source, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <summary>Finds the checksum and the length behind a member, which are known by now, and goes behind them.</summary>
    private void End()
    {
        const int readAhead = 16 * 1024;
        _member!.Dispose();
        _member = null;
        long first = Math.Max(_dataStart, _source.Position - readAhead);
        long last = Math.Min(_source.Length, _source.Position + TrailerBytes + HeaderBytes);
        byte[] bytes = new byte[last - first];
        _source.Position = first;
        Fill(bytes);
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[sizeof(uint)..], (uint)_memberLength);
        bool isFound = false;
        for (int at = 0, next; (next = bytes.AsSpan(at).IndexOf(trailer)) >= 0; at += next + 1)
        {
            // Behind an empty member's zeros there are more places with eight of them.
            isFound = true;
            int end = at + next + TrailerBytes;
            if (first + end == _source.Length || Gzip.IsGzip(bytes.AsSpan(end)))
            {
                _source.Position = first + end;
                return;
            }
        }

        throw isFound
            ? Bad("expected the end of the gzip file or another member, got other bytes", "Something was written behind the file: fetch it again.")
            : Bad($"expected {_memberLength} bytes with the checksum {_crc:x8}, got another checksum, another length or the end of the file", Refetch);
    }

    private void SkipText(bool isThere)
    {
        if (!isThere)
        {
            return;
        }

        for (int i = 0; i < LongestName; i++)
        {
            int b = _source.ReadByte();
            if (b <= 0)
            {
                _ = b == 0 ? 0 : throw Bad("expected a name that ends, got the end of the file", Refetch);
                return;
            }
        }

        throw Bad($"expected a name of at most {LongestName} bytes, got more", Refetch);
    }

    private void Fill(Span<byte> target)
    {
        if (_source.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw Bad("expected more bytes, got the end of the file", Refetch);
        }
    }

    private DataFormatException Bad(string problem, string cure) => new(_path, "", problem, cure);

    [Flags]
    private enum HeaderFlags
    {
        Checksum = 2,
        Extra = 4,
        Name = 8,
        Comment = 16,
    }
}
