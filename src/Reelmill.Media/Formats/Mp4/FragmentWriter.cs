using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Writes one fragment: <c>moof</c> and <c>mdat</c> (ISO/IEC 14496-12, 8.8), offsets counted from the <c>moof</c>.</summary>
internal static class FragmentWriter
{
    private const int BoxHeader = 8;
    private const uint DefaultBaseIsFragment = 0x020000;
    private const uint RunFlags = 0x000F01;
    private const int RunEntry = 16;
    private const int Fixed = BoxHeader + 16 + BoxHeader + 16 + 20 + 20;

    /// <summary>The bytes before the first sample of a fragment.</summary>
    /// <param name="samples">How many samples it has.</param>
    public static int HeaderBytes(int samples) => Fixed + (samples * RunEntry) + BoxHeader;

    /// <summary>Writes a fragment of samples that lie in a file.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="file">The file that the samples' positions refer to.</param>
    /// <param name="sequence">The number of the fragment, from 1.</param>
    /// <param name="track">The track's id.</param>
    /// <param name="samples">The samples in decoding order, with the times that are written.</param>
    /// <exception cref="IOException">The file is shorter than it was.</exception>
    public static void Write(IBufferWriter<byte> output, SafeFileHandle file, uint sequence, uint track, IReadOnlyList<Mp4Sample> samples)
    {
        WriteHeader(output, sequence, track, samples);
        foreach (var sample in samples)
        {
            var bytes = output.GetSpan(sample.Size)[..sample.Size];
            for (var read = 0; read < bytes.Length;)
            {
                var more = RandomAccess.Read(file, bytes[read..], sample.Position + read);
                read += more > 0 ? more : throw new IOException("The encoder's file was cut while it was packaged.");
            }

            output.Advance(bytes.Length);
        }
    }

    /// <summary>Writes what goes before the samples' bytes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="sequence">The number of the fragment, from 1.</param>
    /// <param name="track">The track's id.</param>
    /// <param name="samples">The samples in decoding order; their positions do not matter.</param>
    private static void WriteHeader(IBufferWriter<byte> output, uint sequence, uint track, IReadOnlyList<Mp4Sample> samples)
    {
        var size = Fixed + (samples.Count * RunEntry);
        var data = samples.Sum(static s => (long)s.Size);
        var buffer = output.GetSpan(size + BoxHeader)[..(size + BoxHeader)];
        var writer = new Writer(buffer);
        writer.Box(size, "moof");
        writer.Box(16, "mfhd");
        writer.UInt32(0);
        writer.UInt32(sequence);
        writer.Box(size - BoxHeader - 16, "traf");
        writer.Box(16, "tfhd");
        writer.UInt32(DefaultBaseIsFragment);
        writer.UInt32(track);
        writer.Box(20, "tfdt");
        writer.UInt32(0x01000000);
        writer.Int64(samples[0].DecodeTime);
        writer.Box(20 + (samples.Count * RunEntry), "trun");
        writer.UInt32(0x01000000 | RunFlags);
        writer.UInt32((uint)samples.Count);
        writer.UInt32((uint)size + BoxHeader);
        foreach (var sample in samples)
        {
            writer.UInt32(sample.Duration);
            writer.UInt32((uint)sample.Size);
            writer.UInt32(sample.Flags);
            writer.UInt32((uint)sample.Offset);
        }

        writer.Box(checked((int)data + BoxHeader), "mdat");
        output.Advance(buffer.Length);
    }

    private ref struct Writer(Span<byte> bytes)
    {
        private Span<byte> _rest = bytes;

        public void Box(int size, string type)
        {
            UInt32((uint)size);
            Encoding.Latin1.GetBytes(type, _rest);
            _rest = _rest[4..];
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(_rest, value);
            _rest = _rest[8..];
        }
    }
}
