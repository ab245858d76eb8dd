using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Reelmill.Core;
using Reelmill.Media.Ffmpeg;
using Reelmill.Media.Formats.Packets;
using Reelmill.Processes;

namespace Reelmill.Media.Probing;

/// <summary>Lists the packets of a file with one ffprobe process; a packet takes about 50 bytes of memory.</summary>
internal sealed class PacketReader(ProcessLauncher launcher, string ffprobe)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// The number of fields without the hash: stream_index, pts, dts, duration, size, pos, flags. ffprobe's order does not
    /// depend on the request.
    /// </summary>
    private const int PlainFields = 7;

    private static readonly TimeSpan StallLimit = TimeSpan.FromSeconds(60);

    /// <summary>Reads all packets; those of each stream are in file order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hashed">Whether to compute the SHA-256 of each packet.</param>
    /// <param name="cancellationToken">Stops ffprobe.</param>
    /// <param name="onDamage">Receives the first error that ffprobe reported for a file that it still listed; may be null.</param>
    /// <returns>The packets by stream index, without streams in which a packet has no timestamp.</returns>
    /// <exception cref="ItemException"><c>not_media</c>, <c>probe_timeout</c> or <c>tool_crashed</c>.</exception>
    public async Task<IReadOnlyDictionary<int, IReadOnlyList<MediaPacket>>> ReadAsync(string path, bool hashed, CancellationToken cancellationToken, Action<string>? onDamage = null)
    {
        var lines = new PacketLines();
        try
        {
            var process = launcher.Start(Spec(path, hashed), cancellationToken);
            await using var _ = process.ConfigureAwait(false);
            var buffer = new byte[BufferBytes];
            int count;
            while ((count = await process.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                lines.Add(buffer.AsSpan(0, count));
            }

            var exit = await process.CompleteAsync(cancellationToken).ConfigureAwait(false);
            if (FailureLine.FindFirst(exit.ErrorTail) is { } damage)
            {
                onDamage?.Invoke(damage);
            }
        }
        catch (ProcessFailedException e)
        {
            throw ProbeFailure.From(path, e);
        }

        return lines.Finish();
    }

    private ProcessSpec Spec(string path, bool hashed) => new(
        ffprobe,
        [
            "-hide_banner", "-v", "error",
            "-show_entries", "packet=stream_index,pts,dts,duration,size,pos,flags" + (hashed ? ",data_hash" : string.Empty),
            .. hashed ? ["-show_data_hash", "sha256"] : Array.Empty<string>(),
            "-of", "compact=p=0:nk=1",
            .. InputGuard.Arguments(path),
        ])
    {
        StallLimit = StallLimit,
    };

    /// <summary>Assembles lines from pieces of output, and parses packets from lines.</summary>
    private sealed class PacketLines
    {
        private readonly Dictionary<int, List<MediaPacket>> _streams = [];
        private readonly HashSet<int> _untimed = [];
        private readonly List<byte> _rest = [];

        public void Add(ReadOnlySpan<byte> bytes)
        {
            int end;
            while ((end = bytes.IndexOf((byte)'\n')) >= 0)
            {
                if (_rest.Count == 0)
                {
                    AddLine(bytes[..end]);
                }
                else
                {
                    _rest.AddRange(bytes[..end]);
                    AddLine(CollectionsMarshal.AsSpan(_rest));
                    _rest.Clear();
                }

                bytes = bytes[(end + 1)..];
            }

            _rest.AddRange(bytes);
        }

        public Dictionary<int, IReadOnlyList<MediaPacket>> Finish() => _streams
            .Where(s => !_untimed.Contains(s.Key))
            .ToDictionary(static s => s.Key, static s => (IReadOnlyList<MediaPacket>)s.Value);

        private void AddLine(ReadOnlySpan<byte> line)
        {
            Span<Range> fields = stackalloc Range[PlainFields + 2];
            var count = Split(line, fields);
            if (count < PlainFields || Number(line[fields[0]]) is not { } stream)
            {
                return;
            }

            if (Number(line[fields[1]]) is not { } pts)
            {
                _untimed.Add((int)stream);
                return;
            }

            if (!_streams.TryGetValue((int)stream, out var packets))
            {
                _streams.Add((int)stream, packets = []);
            }

            var flags = line[fields[6]];
            packets.Add(new MediaPacket(
                pts, Number(line[fields[2]]) ?? pts, Number(line[fields[3]]) ?? 0, Number(line[fields[5]]) ?? -1, (int)(Number(line[fields[4]]) ?? 0),
                flags.Contains((byte)'K'), flags.Contains((byte)'D'))
            {
                Sha256 = count > PlainFields ? Hash(line[fields[PlainFields]]) : null,
            });
        }

        private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
        {
            var (count, start) = (0, 0);
            for (var i = 0; i <= line.Length && count < fields.Length; i++)
            {
                if (i == line.Length || line[i] == '|')
                {
                    fields[count++] = start..i;
                    start = i + 1;
                }
            }

            return count;
        }

        private static long? Number(ReadOnlySpan<byte> text) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

        private static string? Hash(ReadOnlySpan<byte> text) =>
            text.StartsWith("SHA256:"u8) ? Encoding.ASCII.GetString(text["SHA256:"u8.Length..]) : null;
    }
}
