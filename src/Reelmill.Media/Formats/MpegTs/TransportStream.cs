namespace Reelmill.Media.Formats.MpegTs;

/// <summary>A transport stream that was read whole: its streams and their PES packets.</summary>
/// <param name="Streams">The streams of its first program; none when the tables are not in these bytes.</param>
/// <param name="Packets">The PES packets in the order in which they begin.</param>
internal sealed record TransportStream(IReadOnlyList<ElementaryStream> Streams, IReadOnlyList<PesPacket> Packets)
{
    /// <summary>Reads a segment or a part of one.</summary>
    /// <param name="bytes">Whole transport packets; a last one that is cut off is not read.</param>
    /// <exception cref="BitstreamException">A packet does not begin with the sync byte.</exception>
    public static TransportStream Read(ReadOnlySpan<byte> bytes)
    {
        var tables = new ProgramTables();
        var (open, all) = (new Dictionary<int, PesAssembly>(), new List<PesAssembly>());
        for (var at = 0; at + TransportPacket.Size <= bytes.Length; at += TransportPacket.Size)
        {
            var packet = TransportPacket.Read(bytes, at);
            if (tables.Take(packet) || packet.Payload.Length == 0)
            {
                continue;
            }

            if (packet.Starts)
            {
                all.Add(open[packet.Pid] = new PesAssembly(packet.Pid, at));
            }

            if (open.TryGetValue(packet.Pid, out var pes))
            {
                pes.Add(packet.Payload, at + TransportPacket.Size);
            }
        }

        return new TransportStream(tables.Streams, [.. all.Select(static p => p.Finish()).OfType<PesPacket>()]);
    }
}
