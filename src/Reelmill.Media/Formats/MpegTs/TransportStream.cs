namespace Reelmill.Media.Formats.MpegTs;

/// <summary>A demuxed MPEG transport stream: the elementary streams and their PES packets.</summary>
/// <param name="Streams">The elementary streams of the first program; empty when the bytes have no program tables.</param>
/// <param name="Packets">The PES packets in order of their first transport packets.</param>
internal sealed record TransportStream(IReadOnlyList<ElementaryStream> Streams, IReadOnlyList<PesPacket> Packets)
{
    /// <summary>Demuxes a segment, or a byte range of a segment.</summary>
    /// <param name="bytes">The transport packets; an incomplete last packet is ignored.</param>
    /// <exception cref="BitstreamException">A packet does not begin with the sync byte.</exception>
    public static TransportStream Read(ReadOnlySpan<byte> bytes)
    {
        var tables = new ProgramTables();
        var (open, all) = (new Dictionary<int, PesAssembler>(), new List<PesAssembler>());
        for (var at = 0; at + TransportPacket.Size <= bytes.Length; at += TransportPacket.Size)
        {
            var packet = TransportPacket.Read(bytes, at);
            if (tables.TryRead(packet) || packet.Payload.Length == 0)
            {
                continue;
            }

            if (packet.StartsUnit)
            {
                all.Add(open[packet.Pid] = new PesAssembler(packet.Pid, at));
            }

            if (open.TryGetValue(packet.Pid, out var pes))
            {
                pes.Add(packet.Payload, at + TransportPacket.Size);
            }
        }

        return new TransportStream(tables.Streams, [.. all.Select(static p => p.Finish()).OfType<PesPacket>()]);
    }
}
