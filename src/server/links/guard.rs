//! Whom the program may ask on behalf of people.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Networks of version 4 that are not of the web: the address and how many of its bits count.
const CLOSED_4: [(Ipv4Addr, u32); 17] = [
    (Ipv4Addr::UNSPECIFIED, 8),            // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),       // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),    // behind the NAT of a carrier
    (Ipv4Addr::from_bits(0x7f00_0000), 8), // this machine
    (Ipv4Addr::new(168, 63, 129, 16), 32), // a cloud's word to its machines, though the address is public
    (Ipv4Addr::new(169, 254, 0, 0), 16),   // this link, and the metadata of most clouds
    (Ipv4Addr::new(172, 16, 0, 0), 12),    // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),     // of protocols
    (Ipv4Addr::new(192, 0, 2, 0), 24),     // of documents
    (Ipv4Addr::new(192, 31, 196, 0), 24),  // of name servers
    (Ipv4Addr::new(192, 52, 193, 0), 24),  // of relays
    (Ipv4Addr::new(192, 88, 99, 0), 24),   // of relays
    (Ipv4Addr::new(192, 168, 0, 0), 16),   // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),    // of measurements
    (Ipv4Addr::new(198, 51, 100, 0), 24),  // of documents
    (Ipv4Addr::new(203, 0, 113, 0), 24),   // of documents
    (Ipv4Addr::new(224, 0, 0, 0), 3),      // to many at once, and what nobody has
];

/// The one network of version 6 in which the web is: all others lead to this machine, this link, a site, many at once, or to
/// an address of version 4 that hides in one of version 6 (mapped, translated).
const OPEN_6: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What in that is not of the web.
const CLOSED_6: [(Ipv6Addr, u32); 5] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // of protocols, Teredo among them
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // of documents
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // version 4 in version 6
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48), // of name servers
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // of documents
];

/// Lets through what is of the web: public addresses, at the ports of http and https; and what an administrator has named.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    named: Vec<SocketAddr>,
}

impl Guard {
    /// Also admits these, each at its port and at no other.
    pub fn admitting(named: &[SocketAddr]) -> Self {
        Self { named: named.to_vec() }
    }

    /// Whether one may connect there.
    pub fn admits(&self, to: SocketAddr) -> bool {
        matches!(to.port(), 80 | 443) && is_public(to.ip()) || self.named.contains(&to)
    }
}

/// Whether an address is one of the web, where nobody is reached who is not reached by everybody.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            let bits = u128::from(address.to_bits());
            !CLOSED_4.iter().any(|(network, length)| begins_alike(bits, network.to_bits().into(), 32 - length))
        }
        IpAddr::V6(address) => {
            let is_in =
                |(network, length): &(Ipv6Addr, u32)| begins_alike(address.to_bits(), network.to_bits(), 128 - length);
            is_in(&OPEN_6) && !CLOSED_6.iter().any(is_in)
        }
    }
}

/// Whether two addresses differ in the last so many bits at most; never in all of them.
const fn begins_alike(one: u128, other: u128, last: u32) -> bool {
    (one ^ other) >> last == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_the_web_is_public() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "93.184.215.14",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.255.255",
            "172.32.0.1",
            "169.253.255.255",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "168.63.129.17",
            "2606:4700:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450:4001::200e",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_leads_to_this_machine_its_network_or_its_cloud_is_not() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn only_the_ports_of_the_web_are_open_and_what_was_named_at_its_port() {
        let guard = Guard::admitting(&["127.0.0.1:8080".parse().unwrap()]);
        for (to, admitted) in [
            ("1.1.1.1:80", true),
            ("1.1.1.1:443", true),
            ("1.1.1.1:22", false),
            ("1.1.1.1:8080", false),
            ("[2606:4700:4700::1111]:443", true),
            ("127.0.0.1:80", false),
            ("127.0.0.1:8080", true),
            ("127.0.0.1:8081", false),
            ("127.0.0.2:8080", false),
            ("[::ffff:127.0.0.1]:8080", false),
        ] {
            assert_eq!(guard.admits(to.parse().unwrap()), admitted, "{to}");
        }
    }
}
