using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Reelmill.Media.Formats.Mp4;

/// <summary>Writes a movie fragment, <c>moof</c> and <c>mdat</c> (ISO/IEC 14496-12, 8.8), with data offsets relative to the <c>moof</c>.</summary>
internal static class FragmentWriter
{
    private const int BoxHeader = 8;
    private const uint DefaultBaseIsMoof = 0x020000;
    private const uint RunFlags = 0x000F01;
    private const int RunEntry = 16;
    private const int FixedBytes = BoxHeader + 16 + BoxHeader + 16 + 20 + 20;

    /// <summary>Calculates the number of bytes before the first sample of a fragment.</summary>
    /// <param name="sampleCount">The number of samples.</param>
    public static int GetHeaderSize(int sampleCount) => FixedBytes + (sampleCount * RunEntry) + BoxHeader;

    /// <summary>Writes a fragment whose samples are copied from a file.</summary>
    /// <param name="output">The output.</param>
    /// <param name="file">The file that contains the samples.</param>
    /// <param name="sequence">The sequence number of the fragment, from 1.</param>
    /// <param name="track">The track id.</param>
    /// <param name="samples">The samples in decoding order, with the times to write and their positions in the file.</param>
    /// <exception cref="IOException">The file was truncated in the meantime.</exception>
    public static void Write(IBufferWriter<byte> output, SafeFileHandle file, uint sequence, uint track, IReadOnlyList<Mp4Sample> samples)
    {
        WriteHeader(output, sequence, track, samples);
        foreach (var sample in samples)
        {
            var bytes = output.GetSpan(sample.Size)[..sample.Size];
            for (var read = 0; read < bytes.Length;)
            {
                var count = RandomAccess.Read(file, bytes[read..], sample.Position + read);
                read += count > 0 ? count : throw new IOException("The encoder's output file was truncated during packaging.");
            }

            output.Advance(bytes.Length);
        }
    }

    /// <summary>Writes the <c>moof</c> box and the header of the <c>mdat</c> box.</summary>
    /// <param name="output">The output.</param>
    /// <param name="sequence">The sequence number of the fragment, from 1.</param>
    /// <param name="track">The track id.</param>
    /// <param name="samples">The samples in decoding order; their positions are ignored.</param>
    private static void WriteHeader(IBufferWriter<byte> output, uint sequence, uint track, IReadOnlyList<Mp4Sample> samples)
    {
        var size = FixedBytes + (samples.Count * RunEntry);
        var data = samples.Sum(static s => (long)s.Size);
        var buffer = output.GetSpan(size + BoxHeader)[..(size + BoxHeader)];
        var writer = new Writer(buffer);
        writer.WriteBoxHeader(size, "moof");
        writer.WriteBoxHeader(16, "mfhd");
        writer.WriteUInt32(0);
        writer.WriteUInt32(sequence);
        writer.WriteBoxHeader(size - BoxHeader - 16, "traf");
        writer.WriteBoxHeader(16, "tfhd");
        writer.WriteUInt32(DefaultBaseIsMoof);
        writer.WriteUInt32(track);
        writer.WriteBoxHeader(20, "tfdt");
        writer.WriteUInt32(0x01000000);
        writer.WriteInt64(samples[0].DecodeTime);
        writer.WriteBoxHeader(20 + (samples.Count * RunEntry), "trun");
        writer.WriteUInt32(0x01000000 | RunFlags);
        writer.WriteUInt32((uint)samples.Count);
        writer.WriteUInt32((uint)size + BoxHeader);
        foreach (var sample in samples)
        {
            writer.WriteUInt32(sample.Duration);
            writer.WriteUInt32((uint)sample.Size);
            writer.WriteUInt32(sample.Flags);
            writer.WriteUInt32((uint)sample.CompositionOffset);
        }

        writer.WriteBoxHeader(checked((int)data + BoxHeader), "mdat");
        output.Advance(buffer.Length);
    }

    private ref struct Writer(Span<byte> bytes)
    {
        private Span<byte> _rest = bytes;

        public void WriteBoxHeader(int size, string type)
        {
            WriteUInt32((uint)size);
            Encoding.Latin1.GetBytes(type, _rest);
            _rest = _rest[4..];
        }

        public void WriteUInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_rest, value);
            _rest = _rest[4..];
        }

        public void WriteInt64(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(_rest, value);
            _rest = _rest[8..];
        }
    }
}
