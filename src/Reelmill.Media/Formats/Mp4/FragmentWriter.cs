using System.Buffers;
using System.Buffers.Binary;
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
        var header = new BoxBuilder();
        header.Box("moof", () => header
            .FullBox("mfhd", 0, 0, () => header.U32(sequence))
            .Box("traf", () => header
                .FullBox("tfhd", 0, DefaultBaseIsMoof, () => header.U32(track))
                .FullBox("tfdt", 1, 0, () => header.U64(samples[0].DecodeTime))
                .FullBox("trun", 1, RunFlags, () =>
                {
                    header.U32(samples.Count).U32(GetHeaderSize(samples.Count));
                    foreach (var sample in samples)
                    {
                        header.U32(sample.Duration).U32(sample.Size).U32(sample.Flags).U32(sample.CompositionOffset);
                    }
                })));
        output.Write(header.Build().Span);
        var dataHeader = output.GetSpan(BoxHeader);
        BinaryPrimitives.WriteUInt32BigEndian(dataHeader, checked((uint)(samples.Sum(static s => (long)s.Size) + BoxHeader)));
        "mdat"u8.CopyTo(dataHeader[4..]);
        output.Advance(BoxHeader);
    }
}
