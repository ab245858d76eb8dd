using System.Buffers.Binary;

namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans AVI for a chunk in the <c>movi</c> list.</summary>
internal static class AviScan
{
    private const int ListHeader = 12;
    private const int ChunkHeader = 8;
    private const int MaxChunks = 10_000;

    public static ContainerFacts Read(ScannedFile file)
    {
        long at = ListHeader;
        for (var i = 0; i < MaxChunks && at + ChunkHeader <= file.Length; i++)
        {
            var header = file.Read(at, ListHeader);
            if (header.Length == ListHeader && header.AsSpan(0, 4).SequenceEqual("LIST"u8) && header.AsSpan(8, 4).SequenceEqual("movi"u8))
            {
                return new ContainerFacts(null, file.Length <= at + ListHeader + ChunkHeader ? false : null);
            }

            var size = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
            at += ChunkHeader + size + (size & 1);
        }

        return new ContainerFacts(null, at + ChunkHeader > file.Length ? false : null);
    }
}
