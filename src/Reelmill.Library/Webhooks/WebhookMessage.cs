using System.Text;
using System.Text.Json;

namespace Reelmill.Library.Webhooks;

/// <summary>Composes message bodies in the format that Standard Webhooks recommends.</summary>
internal static class WebhookMessage
{
    public static string Compose(string type, long atMs, string data)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("timestamp", DateTimeOffset.FromUnixTimeMilliseconds(atMs).UtcDateTime);
            json.WritePropertyName("data");
            json.WriteRawValue(data);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
