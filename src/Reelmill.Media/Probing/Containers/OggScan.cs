using System.Buffers.Binary;

namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans Ogg (RFC 3533) for a page that holds more than codec headers.</summary>
internal static class OggScan
{
    private const int PageHeader = 27;
    private const int MaxPages = 10_000;

    public static ContainerFacts Read(ScannedFile file)
    {
        long at = 0;
        for (var i = 0; i < MaxPages && at + PageHeader <= file.Length; i++)
        {
            var page = file.Read(at, PageHeader + byte.MaxValue);
            var segments = page[PageHeader - 1];
            if (!page.AsSpan().StartsWith("OggS"u8) || page.Length < PageHeader + segments)
            {
                return default;
            }

            // Header pages have granule position 0, and pages on which no packet ends have -1.
            if (BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(6)) > 0)
            {
                return default;
            }

            at += PageHeader + segments + page.AsSpan(PageHeader, segments).ToArray().Sum(static s => s);
        }

        return new ContainerFacts(null, at == file.Length ? false : null);
    }
}
