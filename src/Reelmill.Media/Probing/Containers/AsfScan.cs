using System.Buffers.Binary;

namespace Reelmill.Media.Probing.Containers;

/// <summary>Scans ASF (WMV, WMA) for header objects that declare DRM, and for data after the header.</summary>
internal static class AsfScan
{
    private const int ObjectHeader = 24;
    private const int HeaderObject = 30;
    private const int DataObject = 50;
    private const int MaxHeaderBytes = 64 << 20;

    private static readonly Guid[] Protections =
    [
        new("2211B3FB-BD23-11D2-B4B7-00A0C955FC6E"), // content encryption
        new("298AE614-2622-4C17-B935-DAE07EE9289C"), // extended content encryption
        new("43058533-6981-49E6-9B74-AD12CB86D58C"), // advanced content encryption
    ];

    public static ContainerFacts Read(ScannedFile file)
    {
        var size = BinaryPrimitives.ReadInt64LittleEndian(RequireLength(file.Read(0, HeaderObject), HeaderObject).AsSpan(16));
        if (size is < HeaderObject or > MaxHeaderBytes)
        {
            return default;
        }

        var header = file.Read(0, (int)size);
        for (var at = HeaderObject; at + ObjectHeader <= header.Length;)
        {
            if (Protections.Contains(new Guid(header.AsSpan(at, 16))))
            {
                return new ContainerFacts("Windows Media DRM", null);
            }

            var length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(at + 16));
            if (length < ObjectHeader || length > header.Length - at)
            {
                return default;
            }

            at += (int)length;
        }

        return new ContainerFacts(null, file.Length <= size + DataObject ? false : null);
    }

    private static byte[] RequireLength(byte[] bytes, int count) => bytes.Length == count ? bytes : throw new EndOfStreamException();
}
